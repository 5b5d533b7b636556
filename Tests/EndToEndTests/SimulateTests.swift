import Foundation
import JSON
import Programs
import Testing

/// `hearth simulate` as its users run it.
@Suite(.timeLimit(.minutes(10))) struct SimulateTests {
    private static let traffic = """
        {"title": "t", "time": "30m", "requestsPerUserPerMinute": 6,
         "users": [{"at": "0s", "count": 20}], "routes": {"POST /f": {"share": 1, "handler": "exp:50ms"}}}
        """

    @Test func tellsWhatItTook() async throws {
        let workshop = try Workshop()
        let arguments = ["simulate", "--rate", "5", "--time", "30m", "--warm-up", "5m", "--output", "json"]
        let result = try await Program.run(Program.hearth, arguments, in: workshop.folder)
        #expect(result.status == 0)
        #expect(result.errors.contains(" events in ") && result.errors.contains(" MB of memory at most"))
        let report = try JSON(parsing: result.output)["results"]?[0]?["result"]
        #expect(report?["events"]?.intValue ?? 0 > 10_000)
        #expect(report?["elapsedSeconds"]?.doubleValue ?? 0 > 0)
        #expect(report?["peakMemoryBytes"]?.intValue ?? 0 > 1_000_000)
    }

    @Test func linesOfTablesEndWithoutBlanks() async throws {
        let workshop = try Workshop()
        let arguments = ["simulate", "--rate", "5", "--time", "30m", "--warm-up", "5m", "--compare", "newest"]
        let result = try await Program.run(Program.hearth, arguments, in: workshop.folder)
        #expect(result.output.contains("newest"))
        #expect(!result.output.split(separator: "\n").contains { $0.last == " " }, "\(result.output)")
    }

    @Test(arguments: [
        (["--trace", "a", "--traffic", "b"], "--trace and --traffic do not go together"),
        (["--rate", "1", "--fluid", "--compare", "hybrid"], "--fluid and --compare do not go together"),
        (["--rate", "1", "--fluid", "--seed", "2"], "--fluid and --seed do not go together"),
        (["--rate", "1", "--fluid", "--policy", "newest"], "the fluid mode takes the placement most-recently-used"),
        (["--trace", "a", "--law", "daily"], "--trace and --law do not go together"),
        (["--trace", "a", "--time=1h"], "--trace and --time do not go together"),
        (["--trace", "a", "--trace-unit", "app"], "--trace-unit needs --trace-format azure2019 or --trace-format"),
        (["--recording", "a", "--policy", "newest"], "--recording and --policy do not go together"),
        (["--cases", "a", "--seed", "1"], "--cases and --seed do not go together"),
        (["--rate", "1", "--scale", "2"], "--scale needs --traffic"),
        (["--traffic", "a", "--memory", "128"], "--traffic and --memory do not go together"),
        (
            ["--rate", "1", "--policy", "provisioned:5", "--provisioned", "7"],
            "--provisioned and --policy provisioned:5 do not go together"
        ),
        (["--rate", "1", "--policy", "newest", "--policy", "random"], "--policy newest and --policy random do not go"),
        (["--rate", "1", "--policy", "target:0.7,5,1"], "the minimum 5 is more than the maximum 1"),
        (["--rate", "1", "--peak", "5"], "--peak needs --law bursts, daily or flash-crowd"),
        (["--rate", "1", "--init", "1s", "--runtime", "go"], "--init and --runtime do not go together"),
        (["--rate", "1", "--restore", "1s", "--init", "1s"], "--restore and --init do not go together"),
        (["--rate", "1", "--compare", ""], "--compare: no policy is named"),
        (["--rate", "1", "--seed", "-1"], "--seed must be a whole number from 0, not -1"),
        (["--rate", "-1"], "--rate must be above 0, not -1"),
        (["--rate", "1", "--ephemeral-storage", "256"], "--ephemeral-storage must be 512 to 10240, not 256"),
        ([], "say what is to be simulated: --rate 50, --trace FILE"),
        (["--trace", "/"], "/ is a directory, not a file"),
        (["--rate", "1", "--against", "a"], "--against needs --calibrate"),
        (["--rate", "1", "--durations", "a"], "--durations needs --trace-format azure2019"),
        (["--rate", "1", "--what-if", "memory=64,128"], "memory must be 128 to 10240 MB, not 64"),
        (["--rate", "1", "--policy", "hybrid", "--what-if", "keep-alive=9,99"], "cannot be varied under another one"),
        (["--rate", "1e308"], "--rate must be at most 1000000000: one a nanosecond"),
        (
            ["--rate", "1", "--reserved", "5", "--policy", "target:0.7,1,6"],
            "Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function"
        ),
        (["--rate", "1", "--reserved", "950"], "below its minimum value of [100]."),
    ]) func noOptionIsIgnored(_ options: [String], _ message: String) async throws {
        let result = try await Program.run(Program.hearth, ["simulate"] + options)
        #expect(result.status == 1)
        #expect(result.errors.contains(message), "\(result.errors)")
    }

    /// Rows that are no good are told with their line; the others are simulated, with a gap of any length between them.
    @Test func aTraceIsComparedUnderPolicies() async throws {
        let workshop = try Workshop()
        try workshop.write("t.csv", "time,function\n1,a\n2,a\n-1,a\n1.5,a\n400,a\n9000,b\n")
        let result = try await workshop.hearth(
            "simulate",
            "--trace",
            "t.csv",
            "--compare",
            "fixed:100s,fixed:600s",
            "--output",
            "json"
        )
        #expect(result.status == 0)
        #expect(result.errors.contains("line 4: time -1 is negative"))
        #expect(result.errors.contains("line 5: time 1.5 is before the one above it"))
        let cold = try JSON(parsing: result.output)["results"]?.arrayValue?.map {
            $0["result"]?["figures"]?["cold-starts"]?["value"]?.doubleValue
        }
        #expect(cold == [0.75, 0.5])
    }

    /// It is read more than once: to see how long it is, and for each run.
    @Test func aTraceMayComeThroughAPipe() async throws {
        let workshop = try Workshop()
        try workshop.write("t.csv", "time,function\n" + (1...50).map { "\($0),a\n" }.joined())
        let simulate = "'\(Program.hearth)' simulate --output json --trace"
        for command in ["\(simulate) t.csv", "cat t.csv | \(simulate) -", "\(simulate) <(cat t.csv)"] {
            let result = try await Program.run("/bin/bash", ["-c", command], in: workshop.folder)
            let figures = try JSON(parsing: result.output)["results"]?[0]?["result"]?["figures"]
            #expect(abs((figures?["served"]?["value"]?.doubleValue ?? 0) - 1) < 0.03, "\(command): \(result.errors)")
        }
    }

    /// Half a century before the first invocation would make everything idle.
    @Test func timesSince1970CountFromTheFirst() async throws {
        let workshop = try Workshop()
        try workshop.write("t.csv", "1700000000,f,1\n1700000001,f,1\n1700000010,f,1\n")
        let result = try await workshop.hearth("simulate", "--trace", "t.csv", "--output", "json")
        #expect(result.status == 0 && result.errors.contains("times count from the first"), "\(result.errors)")
        let figures = try JSON(parsing: result.output)["results"]?[0]?["result"]?["figures"]
        #expect(abs((figures?["served"]?["value"]?.doubleValue ?? 0) - 0.3) < 0.001)
    }

    @Test func functionsThatOnlyOneFileOfAnAzureTraceHasAreTold() async throws {
        let workshop = try Workshop()
        let counts = String(repeating: ",1", count: 1_440)
        try workshop.write("day.csv", ["f1", "f2"].map { "o,a,\($0),http\(counts)\n" }.joined())
        let law = "200,10,1,900,0,10,100,200,300,800,1000\n"
        try workshop.write("durations.csv", ["f1", "f7", "f8"].map { "o,a,\($0),\(law)" }.joined())
        let result = try await workshop.hearth(
            "simulate",
            "--trace",
            "day.csv",
            "--trace-format",
            "azure2019",
            "--durations",
            "durations.csv"
        )
        #expect(result.status == 0)
        #expect(result.errors.contains("durations.csv says nothing of f2: they take what --handler says"))
        #expect(result.errors.contains("day.csv has no f7, f8, of which durations.csv tells"), "\(result.errors)")
    }

    /// The mark with which spreadsheets begin a file, and an application whose functions share environments.
    @Test func tracesOfApplications() async throws {
        let workshop = try Workshop()
        try workshop.write("t.csv", "\u{FEFF}app,func,end_timestamp,duration\nx,f,10,1\nx,g,20,1\ny,f,30,1\n")
        func cold(_ unit: String) async throws -> Double? {
            let result = try await workshop.hearth(
                "simulate",
                "--trace",
                "t.csv",
                "--trace-format",
                "azure2021",
                "--trace-unit",
                unit,
                "--output",
                "json"
            )
            #expect(result.status == 0 && !result.errors.contains("line "), "\(result.errors)")
            return try JSON(parsing: result.output)["results"]?[0]?["result"]?["figures"]?["cold-starts"]?["value"]?
                .doubleValue
        }
        #expect(try await cold("function") == 1)
        #expect(try await cold("app") == 2.0 / 3)
    }

    // MARK: Forms

    @Test func everyKindOfRunHasItsJSON() async throws {
        let workshop = try Workshop()
        let load = ["--rate", "5", "--time", "1h", "--warm-up", "10m"]
        let goal = "min provisioned such that cold-starts<=50%"
        let found = try await run(workshop, load + ["--find", goal, "--html", "found.html"])
        #expect(found.json["found"]?.intValue == 0 && found.json["tried"]?.arrayValue?.count == 2)
        let page = try String(contentsOfFile: workshop.folder + "/found.html", encoding: .utf8)
        #expect(page.contains("provisioned=0"))
        let fluid = try await run(workshop, ["--fluid", "--rate", "100", "--time", "1h", "--html", "fluid.html"])
        let concurrency = fluid.json["results"]?[0]?["result"]?["figures"]?["concurrency"]?["value"]?.doubleValue ?? 0
        #expect(abs(concurrency - 10) < 0.5)
        #expect(fluid.json["results"]?[0]?["result"]?["course"]?.arrayValue?.isEmpty == false)
        try workshop.write(
            "cases.json",
            #"[{"name": "a", "kind": "exact/billing", "params": {"duration_ms": 1.5}, "expected": {"billed_ms": 2}, "tolerance": {"abs": 0}}]"#
        )
        let cases = try await run(workshop, ["--cases", "cases.json"])
        #expect(cases.json["failed"]?.intValue == 0)
        #expect(cases.json["verdicts"]?[0]?["checks"]?[0]?["got"]?.doubleValue == 2)
    }

    private func run(_ workshop: Workshop, _ arguments: [String]) async throws -> (json: JSON, status: Int32) {
        let all = ["simulate", "--output", "json"] + arguments
        let result = try await Program.run(Program.hearth, all, in: workshop.folder)
        #expect(result.status == 0, "\(result.errors)")
        return (try JSON(parsing: result.output), result.status)
    }

    @Test func theLoadIsVariedInPercent() async throws {
        let workshop = try Workshop()
        let varied = try await workshop.hearth("simulate", "--rate", "5", "--time", "1h", "--what-if", "load=50,100")
        #expect(varied.output.contains("load=50%") && varied.output.contains("load=100%"), "\(varied.output)")
        // Of figures of one run alone nothing is said of chance.
        #expect(!varied.output.contains("± -"))
    }

    /// As the help tells.
    @Test func theExampleOfASearchFindsSomething() async throws {
        let help = try await Program.run(Program.hearth, ["simulate", "--help"])
        let line = help.output.split(separator: "\n").first { $0.contains("hearth simulate --rate 20 --find '") }
        let goal = try #require(line?.split(separator: "'").dropFirst().first.map(String.init))
        let found = try await Program.run(Program.hearth, ["simulate", "--rate", "20", "--time", "1h", "--find", goal])
        #expect(found.status == 0 && found.output.hasPrefix("reserved "), "\(found.output)")
    }

    @Test func policiesOfARunningHearthDoNotContradictEachOther() async throws {
        let arguments = ["start", "--policy", "hybrid", "--policy", "fixed:3s"]
        let result = try await Program.run(Program.hearth, arguments)
        #expect(result.status == 64)
        #expect(result.errors.contains("--policy hybrid and --policy fixed:3s do not go together"), "\(result.errors)")
    }

    // MARK: Ctrl-C

    /// Interrupted as soon as it listens, long before it is over.
    private func interrupted(_ workshop: Workshop, _ arguments: [String]) async throws -> ProgramResult {
        let script = """
            "$@" & p=$!
            until [ $((0x$(sed -n 's/SigCgt:[^0-9a-f]*//p' /proc/$p/status) & 2)) -ne 0 ]; do :; done
            kill -INT $p; wait $p
            """
        let all = ["-c", script, "sh", Program.hearth, "simulate"] + arguments
        return try await Program.run("/bin/sh", all, in: workshop.folder)
    }

    private static let endless = [
        "--rate", "100000", "--account-concurrency", "1000000", "--time", "10000h", "--warm-up", "100ms",
        "--handler", "1ms",
    ]

    @Test func whatIsStoppedTellsWhatItHas() async throws {
        let workshop = try Workshop()
        let arguments = Self.endless + ["--compare", "fixed:600s,hybrid", "--output", "json", "--html", "page.html"]
        let result = try await interrupted(workshop, arguments)
        #expect(result.errors.contains("Stopped early: 1 of 2 were simulated"), "\(result.errors)")
        let columns = try JSON(parsing: result.output)["results"]?.arrayValue ?? []
        #expect(columns.count == 1)
        let figures = columns.first?["result"]?["figures"]
        #expect(abs((figures?["served"]?["value"]?.doubleValue ?? 0) / 100_000 - 1) < 0.05)
        #expect(figures?["served"]?["low"]?.doubleValue ?? 0 > 90_000)
        #expect(columns.first?["result"]?["stoppedAt"]?.doubleValue ?? 0 > 0.1)
        #expect(try String(contentsOfFile: workshop.folder + "/page.html", encoding: .utf8).contains("Stopped early"))
    }

    @Test func searchesAndCasesThatAreStoppedTellWhatTheyHave() async throws {
        let workshop = try Workshop()
        let search = try await interrupted(workshop, Self.endless + ["--find", "min provisioned such that p99 < 1s"])
        #expect(search.output.contains("stopped early, after 0 values"), "\(search.output)")
        let law = #""arrival": ["e", 0.001], "warm_service": ["e", 1], "cold_service": ["e", 1], "horizon_s": 1e8"#
        let cases = ["100", "200", "300", "400"].map { keepAlive in
            #"{"name": "\#(keepAlive)", "kind": "sim/keepalive", "params": {\#(law), "keep_alive_s": \#(keepAlive)}, "expected": {"p_cold": 0}, "tolerance": {"abs": 1}}"#
        }
        try workshop.write("cases.json", "[\(cases.joined(separator: ","))]")
        let judged = try await interrupted(workshop, ["--cases", "cases.json"])
        #expect(judged.status == 1)
        #expect(judged.output == "Stopped early: 0 of 4 cases were judged\n0 of 0 cases pass\n", "\(judged.output)")
    }

    // MARK: Templates

    @Test func snapStartIsSimulatedAndPaidFor() async throws {
        let workshop = try Workshop()
        try workshop.template(["f": #""SnapStart": {"ApplyOn": "PublishedVersions"}, "AutoPublishAlias": "live""#])
        try workshop.write("traffic.json", Self.traffic)
        let refused = try await workshop.hearth("simulate", "--traffic", "traffic.json")
        #expect(refused.status == 1)
        #expect(refused.errors.contains("/Resources/f/Properties/SnapStart: say with --restore"), "\(refused.errors)")
        func cost(_ arguments: String...) async throws -> Double {
            let all = ["simulate", "--traffic", "traffic.json", "--output", "json"] + arguments
            let result = try await Program.run(Program.hearth, all, in: workshop.folder)
            #expect(result.status == 0, "\(result.errors)")
            #expect(!result.errors.contains("SnapStart"))
            return try JSON(parsing: result.output)["results"]?[0]?["result"]?["figures"]?["cost"]?["value"]?
                .doubleValue ?? 0
        }
        let restored = try await cost("--restore", "300ms")
        try workshop.template(["f": ""])
        let initialized = try await cost("--init", "300ms")
        // Keeping the snapshot of 128 MB for an hour.
        #expect(restored > initialized + 0.125 * 3_600 * 0.0000015046)
    }

    @Test func whatScalesProvisionedConcurrencyIsSimulated() async throws {
        let workshop = try Workshop()
        try workshop.write("traffic.json", Self.traffic)
        func target(_ actions: String) -> String {
            #"""
            "Target": {"Type": "AWS::ApplicationAutoScaling::ScalableTarget", "Properties": {
                "ServiceNamespace": "lambda", "ScalableDimension": "lambda:function:ProvisionedConcurrency",
                "ResourceId": {"Fn::Sub": "function:${f}:live"}, "MinCapacity": 1, "MaxCapacity": 5,
                "ScheduledActions": [\#(actions)]}}
            """#
        }
        func action(_ schedule: String, _ least: Int) -> String {
            #"{"ScheduledActionName": "a\#(least)", "Schedule": "\#(schedule)", "ScalableTargetAction": {"MinCapacity": \#(least)}}"#
        }
        let policy = #"""
            , "Policy": {"Type": "AWS::ApplicationAutoScaling::ScalingPolicy", "Properties": {
                "PolicyName": "p", "PolicyType": "TargetTrackingScaling", "ScalingTargetId": {"Ref": "Target"},
                "TargetTrackingScalingPolicyConfiguration": {"TargetValue": 0.7, "ScaleInCooldown": 60,
                    "PredefinedMetricSpecification": {"PredefinedMetricType": "LambdaProvisionedConcurrencyUtilization"}}}}
            """#
        func cost(_ resources: String) async throws -> (dollars: Double, warnings: String) {
            try workshop.template(["f": #""AutoPublishAlias": "live""#], resources: resources)
            let told = try await workshop.hearth("simulate", "--traffic", "traffic.json", "--output", "json")
            #expect(told.status == 0, "\(told.errors)")
            let figures = try JSON(parsing: told.output)["results"]?[0]?["result"]?["figures"]
            return (figures?["cost"]?["value"]?.doubleValue ?? 0, told.errors)
        }
        // From ten minutes after midnight on, and what the day before has left until then.
        let half = try await cost(target(action("cron(10 0 * * ? *)", 5)))
        let none = try await cost(target(action("cron(10 0 * * ? *)", 1)))
        #expect(half.dollars > 1.5 * none.dollars && !half.warnings.contains("warning"), "\(half) \(none)")
        let tracked = try await cost(target(action("rate(1 hour)", 5)) + policy)
        #expect(tracked.dollars < half.dollars, "\(tracked) \(half)")
        #expect(tracked.warnings.contains("/Resources/Policy: ScaleInCooldown is not simulated"))
        #expect(
            tracked.warnings.contains("/Resources/Target: its scheduled actions are not simulated beside its policy")
        )
        let rate = try await cost(target(action("rate(1 hour)", 5)))
        #expect(rate.warnings.contains("only scheduled actions of every day, in UTC, are simulated"))
    }

    @Test(arguments: [
        (
            #""FilterCriteria": {"Filters": [{"Pattern": "{}"}]}"#, "", 1,
            "/Resources/f/Properties/Events/Q/Properties/FilterCriteria: say with \"passing\""
        ),
        (#""Enabled": false"#, "", 1, "/Resources/f/Properties/Events/Q/Properties/Enabled: nothing takes"),
        (#""BatchSize": 5"#, #", "errorRate": 1"#, 1, "is tried for ever"),
        (#""BatchSize": 5"#, #", "passing": 0.5"#, 1, "no filters in the template"),
        (#""BatchSize": 5"#, "", 0, "without traffic, so not simulated: g"),
    ]) func whatAQueueCannotBeSimulatedWithIsTold(
        _ mapping: String,
        _ asked: String,
        _ status: Int32,
        _ message: String
    ) async throws {
        let workshop = try Workshop()
        let events = #""Q": {"Type": "SQS", "Properties": {"Queue": {"Fn::GetAtt": ["Jobs", "Arn"]}, \#(mapping)}}"#
        try workshop.write(
            "template.json",
            #"""
            {"Transform": "AWS::Serverless-2016-10-31", "Resources": {
                "Jobs": {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": 30}},
                "f": {"Type": "AWS::Serverless::Function", "Properties": {"Handler": "h", "Runtime": "provided.al2023",
                    "CodeUri": "f", "Events": {\#(events)}}},
                "h": {"Type": "AWS::Serverless::Function", "Properties": {"Handler": "h", "Runtime": "provided.al2023",
                    "CodeUri": "f", "Events": {"C": {"Type": "HttpApi", "Properties": {"Method": "POST", "Path": "/f"}}}}},
                "g": {"Type": "AWS::Serverless::Function", "Properties": {"Handler": "h", "Runtime": "provided.al2023",
                    "CodeUri": "f"}}}}
            """#
        )
        let queues = #""queues": {"Jobs": {"messagesPerRequest": 1, "handler": "1s"\#(asked)}}, "title""#
        try workshop.write("traffic.json", Self.traffic.replacing(#""title""#, with: queues))
        let result = try await workshop.hearth("simulate", "--traffic", "traffic.json")
        #expect(result.status == status, "\(result.errors)")
        #expect(result.errors.contains(message), "\(result.errors)")
    }

    // MARK: Pages

    /// A browser lays the page out: nothing is fetched, every chart has its lines, nothing sticks out.
    @Test(.enabled(if: Program.exists("chromium"))) func thePageIsDrawnByABrowser() async throws {
        let workshop = try Workshop()
        let drawn = try await workshop.hearth(
            "simulate",
            "--rate",
            "20",
            "--law",
            "bursts",
            "--time",
            "2h",
            "--compare",
            "fixed:600s,hybrid,provisioned:5",
            "--html",
            "page.html"
        )
        #expect(drawn.status == 0, "\(drawn.errors)")
        let page = try String(contentsOfFile: workshop.folder + "/page.html", encoding: .utf8)
        for width in [400, 1_000] {
            let measured = try await measured(page, width: width, workshop)
            #expect(measured["width"]?.intValue == width)
            #expect(measured["fetched"]?.intValue == 0)
            #expect(measured["overflow"]?.intValue == 0, "\(measured.text)")
            // Three that the policies share, and four of each.
            #expect(measured["charts"]?.intValue == 15)
            #expect(measured["flat"]?.intValue == 0, "\(measured.text)")
            #expect(measured["overlapping"]?.intValue == 0, "\(measured.text)")
            #expect(measured["smallest"]?.doubleValue ?? 0 >= 12)
            #expect(measured["cards"]?.intValue ?? 0 >= 18)
        }
    }

    /// In a frame so wide, as the browser's own window has a least width.
    private func measured(_ page: String, width: Int, _ workshop: Workshop) async throws -> JSON {
        let whole = page.replacing("</body>", with: "<script>\(Self.measure)</script></body>")
        let framed = whole.replacing("&", with: "&amp;").replacing("\"", with: "&quot;")
        let frame = "<iframe style=\"width:\(width)px; height:900px; border:0\" srcdoc=\"\(framed)\"></iframe>"
        try workshop.write("framed.html", "<!doctype html><html><body>\(frame)</body></html>")
        let profile = "--user-data-dir=\(workshop.folder)/profile"
        let options = "--headless --no-sandbox --disable-gpu --window-size=1200,1000 --dump-dom \(profile)"
        let command = "exec chromium \(options) file://\(workshop.folder)/framed.html"
        let result = try await Program.run("/bin/sh", ["-c", command])
        let text = result.output.split(separator: "MEASURED").dropFirst().first.map(String.init) ?? ""
        return try JSON(parsing: text.replacing("&gt;", with: ">").replacing("&amp;", with: "&"))
    }

    private static let measure = """
        const all = selector => [...document.querySelectorAll(selector)];
        all('details').forEach(part => part.open = true);
        const boxes = chart => [...chart.querySelectorAll('.tick')].map(text => text.getBoundingClientRect());
        const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
        const overlapping = all('.plot').map(boxes).flatMap(list =>
          list.flatMap((a, i) => list.slice(i + 1).filter(b => meet(a, b)))).length;
        parent.document.body.append('MEAS' + 'URED' + JSON.stringify({
          width: innerWidth,
          fetched: performance.getEntriesByType('resource').length,
          overflow: Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth),
          charts: all('figure svg').length,
          flat: all('figure svg').filter(svg => ![...svg.querySelectorAll('.line, .area')].some(path =>
            path.getBoundingClientRect().width > 100 && path.getBoundingClientRect().height > 20)).length,
          smallest: Math.min(...all('.tick').map(text => parseFloat(getComputedStyle(text).fontSize))),
          overlapping, cards: all('.card').length
        }) + 'MEAS' + 'URED');
        """

    @Test func whatIsVariedIsDrawnByItsFigures() async throws {
        let workshop = try Workshop()
        let load = ["--rate", "20", "--time", "1h", "--html", "page.html"]
        _ = try await run(workshop, load + ["--what-if", "reserved=1,3,6"])
        let page = try String(contentsOfFile: workshop.folder + "/page.html", encoding: .utf8)
        for title in ["Throttled by reserved", "Latency p99 by reserved", "Cost without free tier by reserved"] {
            #expect(page.contains("<b>\(title)</b>"))
        }
        #expect(page.contains("<b>Throttles a second: ReservedFunctionConcurrentInvocationLimitExceeded</b>"))
    }

    @Test func aPageOfTrafficTellsItsFunctions() async throws {
        let workshop = try Workshop()
        try workshop.template(["f": ""])
        let fleet = #"{"minimum": 1, "maximum": 9, "requestsPerSecond": 20, "dollarsPerHour": 0.1}"#
        try workshop.write("traffic.json", Self.traffic.replacing(#""title""#, with: #""servers": \#(fleet), "title""#))
        let told = try await run(workshop, ["--traffic", "traffic.json", "--html", "page.html"]).json
        let page = try String(contentsOfFile: workshop.folder + "/page.html", encoding: .utf8)
        for text in ["By function and route", "Room for requests at once", "Dollars spent so far", "POST /f"] {
            #expect(page.contains(text))
        }
        let function = told["results"]?[0]?["result"]?["functions"]?[0]
        #expect(function?["name"]?.stringValue == "f" && function?["routes"]?[0]?["name"]?.stringValue == "POST /f")
        #expect(abs((function?["offeredPerSecond"]?.doubleValue ?? 0) - 2) < 0.2)
    }
}
