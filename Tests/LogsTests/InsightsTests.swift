import JSON
import ServiceTesting
import Testing
import Time

@testable import Logs

@Suite struct InsightsTests {
    private let client: ServiceClient<Logs>

    init() async throws {
        client = try ServiceClient(targetPrefix: "Logs_20140328.", migrations: Logs.migrations) { try Logs($0) }
        try await client.call("CreateLogGroup", #"{"logGroupName":"g"}"#)
        try await client.call("CreateLogStream", #"{"logGroupName":"g","logStreamName":"s"}"#)
        let now = client.time.now.millisecondsSinceEpoch
        let messages = [#"{"level":"INFO","took":{"ms":9}}"#, #"{"level":"WARN","took":{"ms":80}}"#, "plain | ERROR 7"]
        let events = messages.enumerated().map { index, message -> JSON in
            ["timestamp": JSON(now + Int64(index)), "message": .string(message)]
        }
        let body: JSON = ["logGroupName": "g", "logStreamName": "s", "logEvents": .array(events)]
        try await client.call("PutLogEvents", body.text)
    }

    private func start(_ query: String, end: Int64 = 1) async throws -> (status: Int, body: JSON) {
        let now = client.time.now.secondsSinceEpoch
        let body: JSON = [
            "logGroupName": "g", "startTime": JSON(Int64(now) - 1), "endTime": JSON(Int64(now) + end),
            "queryString": .string(query),
        ]
        return try await client.send("StartQuery", body.text)
    }

    /// The first field of each row.
    private func find(_ query: String, end: Int64 = 1) async throws -> [String] {
        let (status, started) = try await start(query, end: end)
        #expect(status == 200, "\(started.text)")
        let results = try await client.call("GetQueryResults", started.text)
        #expect(results["status"] == "Complete")
        return (results["results"]?.arrayValue ?? []).compactMap { $0[0]?["value"]?.stringValue }
    }

    @Test(arguments: [
        ("fields @message | filter @message like /ERR.R/", ["plain | ERROR 7"]),
        (#"fields @message | filter @message like "| ERROR""#, ["plain | ERROR 7"]),
        ("fields level | filter ispresent_is_none = 1 or level = 'WARN'", ["WARN"]),
        ("filter took.ms > 9 | fields took.ms", ["80"]),
        ("fields took.ms | filter took.ms >= 9 and not level = 'WARN'", ["9"]),
        ("fields level | filter @message not like /plain/ | sort took.ms asc", ["INFO", "WARN"]),
        ("fields level | filter (level = 'INFO' or level = 'WARN') | sort @timestamp desc | limit 1", ["WARN"]),
        ("fields @logStream | limit 1", ["s"]),
    ])
    func finds(_ query: String, _ found: [String]) async throws {
        #expect(try await find(query) == found)
    }

    @Test(arguments: [
        ("stats count(*)", ["3"]), ("stats count(took.ms) as c", ["2"]), ("stats avg(took.ms)", ["44.5"]),
        ("stats sum(took.ms) / count(*) + 1 as r", ["30.6667"]), ("stats pct(took.ms, 50)", ["44.5"]),
        ("stats min(took.ms)", ["9"]), ("stats max(took.ms)", ["80"]), ("stats stddev(took.ms)", ["35.5"]),
        ("stats count_distinct(level)", ["2"]), ("stats earliest(level)", ["INFO"]), ("stats latest(level)", ["WARN"]),
        ("stats sortsFirst(level)", ["INFO"]), ("stats sortsLast(level)", ["WARN"]),
        ("filter level = 'none' | stats count(*)", ["0"]), ("filter level = 'none' | stats count(*) by level", []),
        ("filter ispresent(level) | stats count(*) by level | sort level", ["INFO", "WARN"]),
        ("stats count(*) as c by ispresent(level) as p | sort c desc | display c", ["2", "1"]),
        ("stats count(*) by ispresent(level) | sort count(*) | limit 1 | display count(*) * 2", ["2"]),
        ("stats count(*) by bin(5m)", ["2023-11-14 22:10:00.000"]),
        ("stats count(*) as c by level | filter c > 0 | stats count(*) as n", ["3"]),
    ])
    func sumsUp(_ query: String, _ found: [String]) async throws {
        #expect(try await find(query) == found)
    }

    @Test(arguments: [
        (#"parse @message "* | * 7" as a, b | fields concat(b, "-", a)"#, ["ERROR-plain", "-", "-"]),
        (#"parse "| *" as rest | filter ispresent(rest) | fields rest"#, ["ERROR 7"]),
        (#"parse @message "\"level\":\"*\"" as l | filter l = level and ispresent(l) | fields l"#, ["WARN", "INFO"]),
        (#"parse @message /(?<word>[A-Z]+) (?<n>\d)/ | filter n > 6 | fields word"#, ["ERROR"]),
        ("parse level /(?<first>.)/ | stats count(*) by first | sort first | filter ispresent(first)", ["I", "W"]),
    ])
    func parses(_ query: String, _ found: [String]) async throws {
        #expect(try await find(query) == found)
    }

    @Test(arguments: [
        ("1 + 2 * 3 - 4 / 2", "5"), ("2 ^ 3 ^ 2 % 10", "2"), ("-(3 - 5)", "2"), ("10 / 4", "2.5"), ("1 / 3", "0.3333"),
        ("abs(-3)", "3"), ("ceil(1.2)", "2"), ("floor(1.8)", "1"), ("greatest(1, 5, 3)", "5"), ("least(4, 2)", "2"),
        ("log(1)", "0"), ("sqrt(9)", "3"), ("strlen(level)", "4"), ("toupper('aé')", "AÉ"), ("tolower(level)", "info"),
        ("substr(level, 1)", "NFO"), ("substr(level, 1, 2)", "NF"), ("replace(level, 'NF', '_')", "I_O"),
        ("trim('  a ')", "a"), ("ltrim('xxa', 'x')", "a"), ("rtrim('a  ')", "a"), ("strcontains(level, 'F')", "1"),
        ("concat(level, 1, none)", "INFO1"), ("coalesce(none, level)", "INFO"), ("isempty(none)", "1"),
        ("isblank('  ')", "1"), ("ispresent(none)", "0"), ("level in ['INFO', 'x']", "1"), ("level not in [1]", "1"),
        ("level =~ /^in/", "0"), ("level like /(?i)^in/ and not took.ms > 9", "1"), ("took.ms / 3 # a comment", "3"),
        ("datefloor(@timestamp, 1h)", "2023-11-14 22:00:00.000"),
        ("dateceil(@timestamp, 1 hour)", "2023-11-14 23:00:00.000"),
        ("toMillis(@timestamp)", "1700000000000"), ("fromMillis(1700000000000)", "2023-11-14 22:13:20.000"),
        ("now() > 0", "1"), ("`level`", "INFO"), ("level != none", "1"), ("'a' + 1 = 2", "0"),
    ])
    func computes(_ expression: String, _ value: String) async throws {
        #expect(try await find("filter level = 'INFO' | fields \(expression)") == [value])
    }

    @Test func keepsTheFirstOfEach() async throws {
        let now = client.time.now.millisecondsSinceEpoch
        let event: JSON = ["timestamp": JSON(now + 5), "message": #"{"level":"INFO","took":{"ms":1}}"#]
        let body: JSON = ["logGroupName": "g", "logStreamName": "s", "logEvents": [event]]
        try await client.call("PutLogEvents", body.text)
        #expect(try await find("filter ispresent(level) | dedup level | fields took.ms") == ["1", "80"])
        #expect(
            try await find("filter ispresent(level) | sort took.ms desc | dedup level | fields took.ms") == ["80", "9"]
        )
    }

    @Test func showsWhatItsCommandsName() async throws {
        let query = "fields level | fields took.ms * 2 as twice | sort twice desc | limit 1"
        let started = try await start(query).body
        let row = try await client.call("GetQueryResults", started.text)["results"]?[0]
        #expect(row?.arrayValue?.map { $0["field"] } == ["level", "twice", "@ptr"])
        #expect(row?[1]?["value"] == "160")
        let stats = try await start("stats count(*) as c, max(took.ms) by level").body
        let rows = try await client.call("GetQueryResults", stats.text)["results"]?.arrayValue ?? []
        #expect(
            rows.map { $0.arrayValue?.map { $0["field"] } ?? [] } == [
                ["c"], ["level", "c", "max(took.ms)"], ["level", "c", "max(took.ms)"],
            ]
        )
    }

    @Test func takesNoHarmFromDepth() async throws {
        let (status, _) = try await start("fields " + String(repeating: "(", count: 5_000))
        #expect(status == 400)
        #expect(try await start("fields 1" + String(repeating: "+1", count: 4_000)).status == 400)
        #expect(try await start("fields 1" + String(repeating: "^1", count: 4_000)).status == 400)
        #expect(try await find("fields 1" + String(repeating: "+1", count: 499) + " | limit 1") == ["500"])
        #expect(try await start("filter " + String(repeating: "not ", count: 2_000) + "level = 1").status == 200)
    }

    @Test func showsTheLastEventFirst() async throws {
        #expect(try await find("fields @message").first == "plain | ERROR 7")
        #expect(try await find("fields @message", end: -1) == [])
        #expect(try await find("").first == "2023-11-14 22:13:20.002")
    }

    @Test func listsWhatHasBeenAsked() async throws {
        _ = try await find("fields @message")
        let query = try await client.call("DescribeQueries", #"{"logGroupName":"g"}"#)["queries"]?[0]
        #expect(query?["status"] == "Complete")
        #expect(query?["queryString"] == #"SOURCE "g" START=1699999999000 END=1700000001999 | fields @message"#)
        #expect(try await client.call("DescribeQueries", #"{"status":"Running"}"#)["queries"] == [])
    }

    @Test(arguments: [
        "fields", "fields @message @timestamp", "filter", "filter level", "filter level = ",
        "filter @message like /(/", "filter (level = 1", "sort", "limit 0", "limit a", "filter @message like 'open",
        "test", "pattern @message", "fields isIpv4InSubnet(a, 'b')", "fields count(*)", "stats sum(count(*))",
        "stats level",
        "stats count(*) by", "stats pct(a, 101)", "stats count(*) by bin(5y)", "parse @message '*'",
        "parse @message '* *' as a", "parse @message /no group/", "parse @message /(?<a>/", "fields substr(a)",
        "fields 1 +", "filter level in ['a'", "filter level not = 1", "fields a as", "sort (((", "dedup",
    ])
    func refusesWhatItCannotRun(_ query: String) async throws {
        let (status, body) = try await start(query)
        #expect(status == 400 && body["__type"] == "MalformedQueryException", "\(body.text)")
    }
}
