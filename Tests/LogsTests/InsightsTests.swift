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
        "stats count(*) by bin(5m)", "parse @message '*' as a", "fields", "fields @message @timestamp", "filter",
        "filter level", "filter level = ", "filter @message like /(/", "filter (level = 1", "sort", "limit 0",
        "limit a", "filter @message like 'open", "fields strlen(@message)", "test",
    ])
    func refusesWhatItCannotRun(_ query: String) async throws {
        let (status, body) = try await start(query)
        #expect(status == 400 && body["__type"] == "MalformedQueryException", "\(body.text)")
    }
}
