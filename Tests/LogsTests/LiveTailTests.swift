import JSON
import ServiceKit
import ServiceTesting
import Synchronization
import Testing
import Time
import Wire

@testable import Logs

/// What comes into a group, sent as it comes.
@Suite struct LiveTailTests {
    private let client: ServiceClient<Logs>

    init() throws {
        client = try ServiceClient(targetPrefix: "Logs_20140328.", migrations: Logs.migrations) { try Logs($0) }
    }

    private static let group = "arn:aws:logs:us-east-1:000000000000:log-group:g"

    private func makeGroup() async throws {
        try await client.call("CreateLogGroup", #"{"logGroupName":"g"}"#)
        for stream in ["a1", "b"] {
            try await client.call("CreateLogStream", #"{"logGroupName":"g","logStreamName":"\#(stream)"}"#)
        }
    }

    private func put(_ messages: [String], to stream: String) async throws {
        let time = client.time.now.millisecondsSinceEpoch
        let events = messages.map { #"{"timestamp":\#(time),"message":"\#($0)"}"# }.joined(separator: ",")
        try await client.call(
            "PutLogEvents",
            #"{"logGroupName":"g","logStreamName":"\#(stream)","logEvents":[\#(events)]}"#
        )
        client.service.listeners.wait()
    }

    /// The events of a session, as they come.
    private func start(_ more: String = "") async throws -> (stream: HTTPBodyStream, events: AsyncStream<[UInt8]>) {
        let request = HTTPRequest(
            method: "POST",
            target: "/",
            headers: [
                "Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "Logs_20140328.StartLiveTail",
                "Authorization": "AWS4-HMAC-SHA256 Credential=a/20261121/us-east-1/logs/aws4_request",
            ],
            body: Array(#"{"logGroupIdentifiers":["\#(Self.group)"]\#(more)}"#.utf8)
        )
        let response = await withCheckedContinuation { continuation in
            client.service.handle(request) { continuation.resume(returning: $0) }
        }
        #expect(response.headers["Content-Type"] == "application/vnd.amazon.eventstream")
        let stream = try #require(response.stream)
        let (events, continuation) = AsyncStream.makeStream(of: [UInt8].self)
        stream.connect(.init(piece: { continuation.yield($0) }, end: { _ in continuation.finish() }))
        return (stream, events)
    }

    /// The payload of a message, whose head says how long its fields are; its type stands in them.
    private func payload(_ message: [UInt8]?, _ type: String) throws -> JSON {
        let bytes = try #require(message)
        let length = bytes[4..<8].reduce(0) { $0 << 8 | Int($1) }
        let fields = String(decoding: bytes[12..<(12 + length)], as: UTF8.self)
        #expect(fields.contains(type), "\(fields)")
        return try JSON(parsing: Array(bytes[(12 + length)..<(bytes.count - 4)]))
    }

    @Test func sendsWhatComesOnceASecond() async throws {
        try await makeGroup()
        try await put(["before"], to: "a1")
        var events = try await start(#","logStreamNamePrefixes":["a"],"logEventFilterPattern":"error""#).events
            .makeAsyncIterator()
        #expect(try payload(await events.next(), "initial-response") == [:])
        let first = try payload(await events.next(), "sessionStart")
        #expect(first["logGroupIdentifiers"] == [.string(Self.group)] && first["logStreamNamePrefixes"] == ["a"])
        try await put(["error 1", "fine"], to: "a1")
        try await put(["error 2"], to: "b")
        client.time.advance(by: .seconds(1))
        let update = try payload(await events.next(), "sessionUpdate")
        #expect(update["sessionMetadata"] == ["sampled": false])
        #expect(update["sessionResults"]?.arrayValue?.map { $0["message"] } == ["error 1"])
        #expect(update["sessionResults"]?[0]?["logGroupIdentifier"] == .string(Self.group))
        client.time.advance(by: .seconds(1))
        #expect(try payload(await events.next(), "sessionUpdate")["sessionResults"] == [])
    }

    @Test func sendsNoMoreThanFiveHundredAtOnce() async throws {
        try await makeGroup()
        var events = try await start().events.makeAsyncIterator()
        for _ in 0..<2 { _ = await events.next() }
        try await put((0..<501).map { "\($0)" }, to: "a1")
        client.time.advance(by: .seconds(1))
        let update = try payload(await events.next(), "sessionUpdate")
        #expect(update["sessionMetadata"] == ["sampled": true])
        #expect(update["sessionResults"]?.arrayValue?.count == 500)
    }

    @Test func endsAfterThreeHoursOrWhenNobodyListens() async throws {
        try await makeGroup()
        var events = try await start().events.makeAsyncIterator()
        client.time.advance(by: .seconds(3 * 3_600))
        var last: [UInt8]?
        while let event = await events.next() { last = event }
        _ = try payload(last, "SessionTimeoutException")
        let other = try await start()
        #expect(client.service.tails.areThere)
        other.stream.cancel()
        #expect(!client.service.tails.areThere)
    }

    @Test(arguments: [
        (
            #"["g"],"logStreamNames":["a"],"logStreamNamePrefixes":["b"]"#,
            "Only one of logStreamNames or logStreamNamePrefixes can be provided."
        ),
        (
            #"["g","h"],"logStreamNames":["a"]"#,
            "logStreamNames and logStreamNamePrefixes can only be used with a single log group."
        ),
        (#"["g"],"logEventFilterPattern":"{$.a = }""#, "Invalid filter pattern: "),
        (
            #"["1","2","3","4","5","6","7","8","9","10","11"]"#,
            "1 validation error detected: Value at 'logGroupIdentifiers' failed to satisfy constraint: Member must have "
                + "length less than or equal to 10"
        ),
    ])
    func refuses(_ groups: String, _ reason: String) async throws {
        try await makeGroup()
        let refusal = try await client.refusal("StartLiveTail", #"{"logGroupIdentifiers":\#(groups)}"#)
        #expect(refusal.hasPrefix("InvalidParameterException: \(reason)"), "\(refusal)")
        #expect(
            try await client.refusal("StartLiveTail", #"{"logGroupIdentifiers":["none"]}"#)
                == "ResourceNotFoundException: The specified log group does not exist."
        )
    }
}
