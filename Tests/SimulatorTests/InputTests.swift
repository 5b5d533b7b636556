import ColdStart
import Simulator
import Testing
import Time

@Suite struct InputTests {
    @Test func readsTimes() throws {
        #expect(try Quantity.seconds("250ms") == 0.25)
        #expect(try Quantity.seconds("1.5s") == 1.5)
        #expect(try Quantity.seconds("2h") == 7_200)
        #expect(try Quantity.seconds("3") == 3)
        #expect(try Quantity.seconds("1e-3s") == 0.001)
        #expect(try Quantity.seconds("1h30m") == 5_400)
        #expect(try Quantity.seconds("1d2h0.5s250ms") == 93_600.75)
        for text in ["", "ms", "-1s", "1x", "nan", "inf", "1e400s", "1h30", "30m1h", "1h1h", "1h 30m", "1h-30m"] {
            #expect(throws: InputError.self) { try Quantity.seconds(text) }
        }
    }

    @Test func readsLawsOfTimes() throws {
        #expect(try Distribution(text: "50ms") == .constant(0.05))
        #expect(try Distribution(text: "exp:50ms") == .exponential(mean: 0.05))
        #expect(try Distribution(text: "normal:1s,100ms") == .gaussian(mean: 1, deviation: 0.1))
        #expect(try Distribution(text: "lognormal:1s,0.5") == .logNormal(median: 1, deviation: 0.5))
        #expect(try Distribution(text: "samples:1s,2s") == .empirical([1, 2]))
        for text in ["exp:", "exp:1s,2s", "normal:1s", "uniform:2s,1s", "lognormal:1s", "pareto:1s,-1", "other:1s"] {
            #expect(throws: InputError.self) { try Distribution(text: text) }
        }
    }

    @Test func appliesPolicies() throws {
        var scenario = Scenario([Workload(arrivals: .poisson(rate: 1), duration: .constant(1))], horizon: 1)
        try scenario.apply(policy: "least-recently-used")
        try scenario.apply(policy: "fixed:5m")
        try scenario.apply(policy: "provisioned:3")
        #expect(scenario.policy.placement == .leastRecentlyUsed)
        #expect(scenario.policy.keepAlive == .fixed(.seconds(300)))
        #expect(scenario.workloads[0].provisioned == .fixed(3))
        try scenario.apply(policy: "schedule:18:30=5,08:00=50")
        let steps = [(8 * 3_600, 50), (18 * 3_600 + 1_800, 5)].map { ProvisionedPlan.Step(secondOfDay: $0, count: $1) }
        #expect(scenario.workloads[0].provisioned == .schedule(steps))
        for text in [
            "", "fixed", "fixed:x", "hybrid:1", "greedy-dual:", "target:2,1,1", "other", "schedule:",
            "schedule:24:00=1", "schedule:8=1", "target:0.7,5,1",
        ] {
            #expect(throws: InputError.self) { try scenario.apply(policy: text) }
        }
    }

    @Test func varies() throws {
        #expect(try Variation(text: "memory=128,256").values == [128, 256])
        let values = try Variation(text: "memory=128..3008").values
        #expect(values.first == 128 && values.last == 3_008 && values.count == 8 && values == values.sorted())
        #expect(try Variation(text: "provisioned=0..0").values == [0])
        for text in ["memory", "memory=", "memory=2..1", "other=1..2"] {
            #expect(throws: InputError.self) { try Variation(text: text) }
        }
        var workload = Workload(arrivals: .poisson(rate: 1), duration: .constant(1))
        workload.memorySize = 1_769
        var scenario = Scenario([workload], horizon: 1)
        Knob.memory.set(3_538, in: &scenario)
        #expect(scenario.workloads[0].duration == .constant(1))
    }

    /// Two at once for one second each, and nobody waits: two must be provisioned for none to be cold.
    @Test func findsTheLeastThatMeetsABound() throws {
        var workload = Workload(arrivals: .deterministic(interval: 0.5), duration: .constant(0.9))
        workload.coldStart = .delays(StartUpDelays(initialization: .constant(1)))
        var scenario = Scenario([workload], horizon: 2_000)
        scenario.skip = 1_000
        scenario.policy.keepAlive = .fixed(.milliseconds(10))
        scenario.allocation = .immediate
        func search(_ text: String, upTo limit: Int, trials: Int = .max) throws -> Goal.Outcome {
            var left = trials
            return try Goal(text: text).search(scenario, upTo: limit) { scenario, _ throws in
                left -= 1
                guard left >= 0 else { return nil }
                var simulation = try Simulation(scenario)
                simulation.run()
                return SimulationReport(SimulationRuns(simulation))
            }
        }
        let goal = "min provisioned such that p99 < 950ms"
        #expect(try search(goal, upTo: 100) == .found(2))
        #expect(try search("min provisioned such that p99<=950ms", upTo: 100) == .found(2))
        #expect(try search("min provisioned such that p99 < 10ms", upTo: 10) == .none)
        // The other way round: with less of it the figure is higher.
        #expect(try search("min provisioned such that p99 > 950ms", upTo: 100) == .found(0))
        #expect(try search("max provisioned such that p99 > 950ms", upTo: 100) == .found(1))
        #expect(try search("max provisioned such that p99 < 950ms", upTo: 100) == .found(100))
        #expect(try search(goal, upTo: 100, trials: 0) == .stopped(best: nil))
        #expect(try search(goal, upTo: 100, trials: 3) == .stopped(best: 50))
    }

    @Test(arguments: [
        ("", "expected 'min|max KNOB such that"), ("min provisioned", "expected 'min|max KNOB such that"),
        ("most provisioned such that p99 < 1s", "expected 'min|max KNOB such that"),
        ("min other such that p99 < 1s", "'other' cannot be varied"),
        ("min provisioned such that p98 < 1s", "'p98' is no figure"),
        ("min reserved such that throttled < 300ms", "throttled is a share"),
        ("min reserved such that throttled < -1", "throttled is a share"),
        ("min reserved such that throttled < 101%", "throttled is a share"),
        ("min reserved such that p99 < 10%", "p99 is a time"),
        ("min reserved such that cost < 5s", "cost is a number of USD/h"),
    ]) func goalsAreHeldToTheirUnits(_ text: String, _ message: String) {
        #expect {
            try Goal(text: text)
        } throws: { "\($0)".contains(message) }
    }

    @Test func boundsAreMetOrNot() throws {
        #expect(try Goal(text: "min reserved such that throttled <= 5%").isMet(by: 0.05))
        #expect(try !Goal(text: "min reserved such that throttled < 5%").isMet(by: 0.05))
        #expect(try Goal(text: "max load such that served>=10").isMet(by: 10))
        #expect(try !Goal(text: "max load such that served>10").isMet(by: 10))
    }

    private func parse(_ text: String, _ format: ArrivalTraceParser.Format) -> ([TraceArrival], [TraceProblem]) {
        var parser = ArrivalTraceParser(format)
        var arrivals: [TraceArrival] = []
        var problems: [TraceProblem] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            switch parser.parse(ArraySlice(line.utf8)) {
            case .success(let arrival?): arrivals.append(arrival)
            case .success(nil): break
            case .failure(let error): problems.append(error.problem)
            }
        }
        return (arrivals, problems)
    }

    @Test func readsArrivalsAndTellsBadRows() {
        let (arrivals, problems) = parse(
            "time,function,duration\n0.5,a,0.1\n\n1,\"b,c\"\n-1,a\nx,a\n0.2,a\n2,a,-3\n3\r",
            .arrivals
        )
        #expect(arrivals.map(\.time) == [0.5, 1, 3])
        #expect(arrivals.map(\.function) == ["a", "b,c", "function"])
        #expect(problems.map(\.line) == [5, 6, 7, 8])
        #expect(problems.first?.description == "line 5: time -1 is negative")
    }

    @Test func headingsTellWhereColumnsAre() {
        let (arrivals, problems) = parse("Function,Timestamp\nf,1\ng,2", .arrivals)
        #expect(arrivals == [TraceArrival(time: 1, function: "f"), TraceArrival(time: 2, function: "g")])
        #expect(problems.isEmpty)
        let azure = parse("func,app,duration,end_timestamp\nf,x,2,10", .azure2021)
        #expect(azure.0 == [TraceArrival(time: 8, function: "x/f", duration: 2)])
    }

    @Test(arguments: [
        (
            "time,function,status\n1,f,200", ArrivalTraceParser.Format.arrivals, 1,
            "line 1: nothing is made of the column status"
        ),
        ("when,function\n1,f", .arrivals, 0, "line 1: the heading names no time, so that no row can be read"),
        ("app,func,duration\nx,f,1", .azure2021, 0, "line 1: the heading names no end_timestamp, so that"),
        ("1,f,0.1,9,9", .arrivals, 0, "line 1: expected time,function,duration, found 5 fields"),
        ("1,f\n1e18,f", .arrivals, 1, "line 2: time 1e18 is more than 285 years: times are in seconds"),
        ("x,f,1e18,1", .azure2021, 0, "line 1: time 1e18 is more than 285 years"),
        ("1,f,1e18", .arrivals, 0, "line 1: '1e18' is no duration"),
    ]) func whatCannotBeReadIsTold(_ text: String, _ format: ArrivalTraceParser.Format, _ count: Int, _ problem: String)
    {
        let (arrivals, problems) = parse(text, format)
        #expect(arrivals.count == count)
        #expect(problems.count == 1 && problems.first?.description.hasPrefix(problem) == true, "\(problems)")
    }

    /// An hour's silence at first may be meant; half a century is how clocks count.
    @Test func tracesBeginWhereTheirClockHasAMeaning() {
        #expect(ArrivalTraceParser.origin(ofFirst: 3_600) == 0)
        #expect(ArrivalTraceParser.origin(ofFirst: 1_700_000_000) == 1_700_000_000)
    }

    @Test func readsAzuresTraceOf2021() {
        let (arrivals, problems) = parse(
            "app,func,end_timestamp,duration\nx,f,10,2\nx,g,9,0.5\nx,f,11\nx,f,1,y",
            .azure2021
        )
        #expect(
            arrivals == [
                TraceArrival(time: 8, function: "x/f", duration: 2),
                TraceArrival(time: 8.5, function: "x/g", duration: 0.5),
            ]
        )
        #expect(problems.map(\.line) == [4, 5])
    }

    /// Two applications may each have a function of the same name.
    @Test func namesOfAzuresFunctionsAreTheirApplications() {
        let text = "x,f,10,2\ny,f,12,2\nx,g,13,2\nx,f,1,2"
        let (functions, problems) = parse(text, .azure2021)
        #expect(functions.map(\.function) == ["x/f", "y/f", "x/g"])
        #expect(problems.map(\.description) == ["line 4: it starts at -1.0 s, before the trace does"])
        var parser = ArrivalTraceParser(.azure2021, unit: .app)
        let applications = text.split(separator: "\n").compactMap {
            try? parser.parse(ArraySlice($0.utf8)).get()?.function
        }
        #expect(applications == ["x", "y", "x"])
    }

    @Test func sortsWhatComesLate() {
        var sorter = ArrivalSorter(lag: 5)
        var times: [Double] = []
        for (end, start) in [(3.0, 1.0), (5, 0.5), (9, 8), (10, 6)] {
            sorter.add(TraceArrival(time: start, function: "f"), at: end)
            while let next = sorter.next() { times.append(next.time) }
        }
        while let next = sorter.next(isEnd: true) { times.append(next.time) }
        #expect(times == [0.5, 1, 6, 8])
    }
}

@Suite struct AzureDayTests {
    private static let names = "o,a,f,http"

    @Test func everyInvocationOfADayComesInItsMinute() throws {
        let counts = (0..<1_440).map { $0 % 7 == 3 ? $0 % 5 : 0 }
        var parser = AzureDayParser()
        let line = Self.names + "," + counts.map(String.init).joined(separator: ",")
        let row = try #require(try parser.counts(ArraySlice(line.utf8)))
        var workload = Workload(arrivals: .counts(row.counts, span: 60), duration: .constant(0.01))
        workload.memorySize = 128
        var scenario = Scenario([workload], horizon: 86_400)
        scenario.samples = 1_440
        scenario.limits = .unlimited
        var simulation = try Simulation(scenario)
        simulation.run()
        #expect(simulation.statistics.total.offered == Double(counts.reduce(0, +)))
        #expect(simulation.statistics.samples.map { Int($0.offered) } == counts)
    }

    @Test(arguments: [
        ("o,a,f,http,1,2", "line 1: expected 4 names and 1440 counts, found 6 fields"),
        (
            "HashApp,HashOwner,HashFunction,Trigger,1,2",
            "line 1: expected the columns HashOwner,HashApp,HashFunction,Trigger,1,2,…, without which no row can be read"
        ),
        (names + String(repeating: ",1", count: 1_439) + ",-1", "line 1: minute 1440: '-1' is no count"),
    ]) func badRowsAreTold(_ line: String, _ problem: String) {
        var parser = AzureDayParser()
        #expect {
            try parser.counts(ArraySlice(line.utf8))
        } throws: { ($0 as? ArrivalTraceParser.TraceError)?.problem.description == problem }
    }

    /// A heading with its columns in another order would make each row mean something else.
    @Test func nothingIsReadBelowAnotherHeading() throws {
        var parser = AzureDayParser()
        let heading = "HashOwner,HashApp,HashFunction,Count,Average,Minimum,Maximum"
        #expect(throws: ArrivalTraceParser.TraceError.self) { try parser.durations(ArraySlice(heading.utf8)) }
        #expect(try parser.durations(ArraySlice("o,a,f,200,10,1,900,0,10,100,200,300,800,1000".utf8)) == nil)
    }

    @Test func functionsOfAnApplicationHaveTheirDurationsByHowOftenTheyAreInvoked() {
        var application = AzureApplication()
        for (count, law) in [(3 as UInt32, Distribution.constant(1)), (1, .constant(5))] {
            application.add([UInt32](repeating: count, count: AzureDayParser.minutes), law)
        }
        #expect(application.counts == [UInt32](repeating: 4, count: AzureDayParser.minutes))
        #expect(application.law.mean == 2)
    }

    @Test func percentilesBecomeALaw() throws {
        var parser = AzureDayParser()
        let row = try #require(
            try parser.durations(ArraySlice("o,a,f,200,10,1,900,0,10,100,200,300,800,1000".utf8))
        )
        var random = SeededRandom(seed: 1)
        let samples = (0..<20_000).map { _ in row.law.sample(&random) }.sorted()
        #expect(abs(samples[10_000] - 0.2) < 0.01)
        #expect(abs(samples[15_000] - 0.3) < 0.01)
    }
}
