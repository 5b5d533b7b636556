import ArgumentParser
import ColdStart
import JSON
import Simulator

struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Runs the cold-start model under virtual time.",
        discussion: """
            The model is the one that decides for the functions that run here. Figures
            come with half the width of their 95 % confidence interval, or with its ends
            where one is nearer than the other; alone where none can be given: a peak is of
            this run alone, of what took no time nothing is known, and less than two
            batches of samples tell nothing of chance. Ctrl-C ends a simulation early and
            tells what there is. Costs, of an hour too, are those of a month that goes on
            like this, whose tiers they have; 30 days are told with and without the free
            tier.

            EXAMPLES
              hearth simulate --rate 50 --handler exp:80ms --runtime python --memory 512
              hearth simulate --rate 5 --law bursts --compare fixed:600s,hybrid
              hearth simulate --rate 20 --what-if memory=128..3008
              hearth simulate --rate 20 --find 'min reserved such that throttled < 0.1%'
              hearth simulate --rate 50 --calibrate monday.jsonl --function search
              hearth simulate --calibrate monday.jsonl --against tuesday.jsonl
              hearth simulate --trace arrivals.csv
              hearth simulate --traffic events/traffic/spike.json --html spike.html
              hearth simulate --recording monday.jsonl
              hearth simulate --cases cases.json
            """
    )

    @OptionGroup var options: ScenarioOptions

    @Option(
        help: """
            Invocations from a file: one a row, `time[,function[,duration]]` in seconds, or in the order of a heading \
            that names these. Time begins at 0, or with the first row where that is more than a day on. What comes \
            through a pipe is kept on disk for as long as it takes, byte for byte, in the folder that TMPDIR names or /tmp.
            """
    )
    var trace: String?

    @Option(
        help: """
            arrivals; azure2021 for rows app,func,end_timestamp,duration; azure2019 for a day of \
            invocations_per_function.
            """
    )
    var traceFormat: TraceFormat = .arrivals

    @Option(help: "What shares environments in the Azure traces: function, as on Lambda, or app, as there.")
    var traceUnit: ArrivalTraceParser.Unit = .function

    @Option(help: "The function_durations_percentiles file that belongs to an azure2019 trace.")
    var durations: String?

    @Option(help: "What users of a template's application do, such as events/traffic/spike.json.")
    var traffic: String?

    @OptionGroup var trafficScale: TrafficScale

    @Option(help: "The template that --traffic is about; template.json or template.yaml unless told.")
    var template: String?

    @Option(help: "Decides again over everything in this recording, and tells whether anything is decided otherwise.")
    var recording: String?

    @Option(
        help: ArgumentHelp(
            "Takes durations and start-up from this recording, in place of --handler, --init and --memory.",
            valueName: "recording"
        )
    )
    var calibrate: String?

    @Option(
        help: ArgumentHelp(
            "With --calibrate: predicts this recording's latencies and cold starts, and tells how far off that is.",
            valueName: "recording"
        )
    )
    var against: String?

    @Option(help: "The function of the recording that --calibrate takes.")
    var function: String?

    @Option(help: "Policies to put beside one another, with commas between them; a + joins several into one.")
    var compare: String?

    @Option(
        help: """
            A number to vary: memory in MB, provisioned, reserved, account-concurrency, keep-alive in seconds or load \
            in percent of what there is else.
            """
    )
    var whatIf: String?

    @Option(help: "What to look for in the same numbers, such as 'min reserved such that throttled < 0.1%'.")
    var find: String?

    @Flag(
        help: """
            Differential equations in place of events, for rates that events do not reach. Gives neither intervals \
            nor reasons of throttles.
            """
    )
    var fluid = false

    @Option(help: "table or json.")
    var output: TableFormat = .table

    @Option(help: "Write a page with figures and charts as well.")
    var html: String?

    @Option(help: "Judge the cases in this file, one line each; the exit status is 1 when one fails.")
    var cases: String?

    func run() async throws {
        let console = Console()
        do throws(CommandError) {
            if try perform(console) { return }
        } catch {
            console.error(error.description)
        }
        throw ExitCode.failure
    }

    /// The options that were given, as they are written; some with what they say.
    private var given: Set<String> {
        let names = CommandLine.arguments.filter { $0.hasPrefix("--") }.map { String($0.prefix { $0 != "=" }) }
        return Set(names + ["--trace-format \(traceFormat.rawValue)"])
    }

    private func perform(_ console: Console) throws(CommandError) -> Bool {
        try OptionRules.check(given)
        if let html { try HTMLReport.check(html) }
        if let cases { return try CaseReport(path: cases).tell(console, asJSON: output == .json) }
        if let recording { return try RecordedDecisions(path: recording).compare(console, asJSON: output == .json) }
        if let against {
            try predict(against, console)
            return true
        }
        let runner = ScenarioRunner(console: console)
        if let trace {
            try show(try reports(of: trace, runner), console)
            return true
        }
        if let traffic {
            let run = try TrafficRun(path: traffic, template: template, trafficScale, options, console)
            if find != nil || whatIf != nil || compare != nil { return try perform(run.scenario, runner) }
            try show(run, runner)
            return true
        }
        guard options.rate != nil else {
            throw CommandError(
                "say what is to be simulated: --rate 50, --trace FILE, --traffic FILE, --recording FILE, or --cases FILE; "
                    + "hearth simulate --help tells the rest"
            )
        }
        var scenario = try options.scenario()
        if calibrate != nil { _ = try calibration(&scenario, console) }
        if fluid {
            try show([("", try runner.fluid(scenario))], console)
            return true
        }
        return try perform(scenario, runner)
    }

    /// What the recording says of the function takes the place of what the options do; what it is silent about stays.
    private func calibration(_ scenario: inout Scenario, _ console: Console) throws(CommandError) -> Calibration {
        let calibration = try Calibration(path: calibrate ?? "", function: function)
        let asked = scenario.workloads[0]
        calibration.apply(to: &scenario)
        scenario.workloads[0].provisioned = asked.provisioned
        scenario.workloads[0].architecture = asked.architecture
        scenario.workloads[0].ephemeralStorage = asked.ephemeralStorage
        scenario.workloads[0].reserved = asked.reserved ?? scenario.workloads[0].reserved
        console.note(calibration.summary)
        return calibration
    }

    private func predict(_ recording: String, _ console: Console) throws(CommandError) {
        var options = options
        // The recording says when invocations come.
        options.rate = 1
        var scenario = try options.scenario()
        guard scenario.workloads[0].provisioned == nil else {
            throw CommandError("--against takes no policy of provisioned concurrency")
        }
        let calibration = try calibration(&scenario, console)
        let keepsPolicy = !options.policies.isEmpty
        let prediction = try Prediction(
            path: recording,
            function: function,
            calibration,
            scenario,
            keepsPolicy: keepsPolicy
        )
        if output == .json { console.print(prediction.json.text) } else { prediction.print(to: console) }
    }

    /// What is wanted of a scenario.
    private func perform(_ scenario: Scenario, _ runner: ScenarioRunner) throws(CommandError) -> Bool {
        let console = runner.console
        if let find {
            let search = try GoalSearch(find, scenario, runner)
            Stopwatch.tell(search.tried.map(\.report), console)
            if let html, search.columns.isEmpty {
                console.note("\(html) is not written: there is nothing to show")
            } else if let html {
                try HTMLReport(title: "\(title): \(find)", columns: search.columns).write(to: html)
            }
            console.print(output == .json ? search.json.text : search.sentence)
            return search.isMet
        }
        let variants = try runner.variants(of: scenario, compare: compare, whatIf: whatIf)
        try show(try runner.reports(variants, runner.report(_:label:)), console)
        return true
    }

    private func reports(
        of trace: String,
        _ runner: ScenarioRunner
    ) throws(CommandError) -> [(name: String, report: SimulationReport)] {
        let report: (Scenario, String) throws(CommandError) -> SimulationReport?
        let scenario: Scenario
        if traceFormat == .azure2019 {
            let day = AzureDayRun(
                path: trace,
                durations: durations,
                unit: traceUnit,
                options: options,
                console: runner.console
            )
            scenario = try day.scenario()
            report = runner.report(_:label:)
        } else {
            guard whatIf?.hasPrefix("load") != true else { throw CommandError("the load of a trace cannot be varied") }
            let format: ArrivalTraceParser.Format = traceFormat == .azure2021 ? .azure2021 : .arrivals
            let run = try TraceRun(path: trace, format: format, unit: traceUnit, runner: runner)
            // The trace says when invocations come; what the options say about functions holds for all of them.
            var options = options
            options.rate = 1
            scenario = try options.scenario()
            report = { (scenario, _) throws(CommandError) in try run.report(scenario) }
        }
        let variants = try runner.variants(of: scenario, compare: compare, whatIf: whatIf)
        return try runner.reports(variants.map { ($0.name.isEmpty ? trace : $0.name, $0.scenario) }, report)
    }

    private func show(_ run: TrafficRun, _ runner: ScenarioRunner) throws(CommandError) {
        guard let report = try runner.reports([("", run.scenario)], runner.report(_:label:)).first?.report else {
            return
        }
        defer { Stopwatch.tell([report], runner.console) }
        // Beside servers for the whole of the time, or not at all.
        let servers = report.stoppedAt == nil ? run.servers : nil
        let comparison = servers.map {
            ServerComparison(traffic: run.traffic, course: $0, report: report)
        }
        if let html {
            let further = [PartTable(report).html("By function and route")] + (comparison.map { [$0.html] } ?? [])
            try HTMLReport(title: run.traffic.title, columns: [("", report)], further: further).write(to: html)
        }
        let table = SimulationTable(columns: [("", report)])
        guard output == .table else { return runner.console.print(table.json(comparison: comparison?.json).text) }
        table.print(to: runner.console)
        comparison?.print(to: runner.console)
    }

    private func show(
        _ columns: [(name: String, report: SimulationReport)],
        _ console: Console
    ) throws(CommandError) {
        defer { Stopwatch.tell(columns.map(\.report), console) }
        if let html {
            let knob = whatIf.flatMap { try? Variation(text: $0) }?.knob
            let further = traffic == nil ? [] : columns.map { PartTable($0.report).html("By function: \($0.name)") }
            try HTMLReport(title: title, columns: columns, knob: knob, further: further).write(to: html)
        }
        let table = SimulationTable(columns: columns)
        switch output {
        case .table: table.print(to: console)
        case .json: console.print(table.json().text)
        }
    }
}

extension SimulateCommand {
    /// What was simulated, for the head of the page.
    fileprivate var title: String {
        if let trace { return "hearth simulate: \(trace)" }
        if let traffic { return "hearth simulate: \(traffic)" }
        let rate = options.rate.map { "\(SimulationTable.digits($0)) invocations a second" } ?? ""
        return "hearth simulate: \(rate), \(options.law.rawValue), \(options.time)"
    }
}

/// How a trace is written.
enum TraceFormat: String, ExpressibleByArgument, CaseIterable {
    case arrivals
    case azure2021
    case azure2019
}

extension ArrivalTraceParser.Unit: ExpressibleByArgument {}
