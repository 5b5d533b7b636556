import Compression
import JSON
import ServiceKit
import ServiceTesting
import Synchronization
import Testing
import Time
import Wire

@testable import Logs

/// Groups written into buckets.
@Suite struct ExportTests {
    private let client: ServiceClient<Logs>
    private let bucket = FakeBucket()

    init() throws {
        let bucket = bucket
        client = try ServiceClient(targetPrefix: "Logs_20140328.", migrations: Logs.migrations) {
            try Logs($0, objects: bucket)
        }
    }

    private static let task = #"{"logGroupName":"g","from":0,"to":9999999999999,"destination":"b""#

    /// Two streams of the group `g` with an event each.
    private func makeGroup() async throws {
        let time = client.time.now.millisecondsSinceEpoch
        try await client.call("CreateLogGroup", #"{"logGroupName":"g"}"#)
        for stream in ["2026/11/22/[$LATEST]a", "b"] {
            try await client.call("CreateLogStream", #"{"logGroupName":"g","logStreamName":"\#(stream)"}"#)
            try await client.call(
                "PutLogEvents",
                #"{"logGroupName":"g","logStreamName":"\#(stream)","logEvents":[{"timestamp":\#(time),"message":"x"}]}"#
            )
        }
    }

    /// What the task still has to do is done before these writes.
    private func settle() async throws {
        for _ in 0..<5 {
            try await client.call("PutRetentionPolicy", #"{"logGroupName":"g","retentionInDays":1}"#)
        }
    }

    private func status(_ id: String) async throws -> JSON? {
        let tasks = try await client.call("DescribeExportTasks", #"{"taskId":"\#(id)"}"#)["exportTasks"]
        return tasks?[0]?["status"]
    }

    @Test func writesAStreamInAFolderOfItsOwn() async throws {
        try await makeGroup()
        let id = try #require(try await client.call("CreateExportTask", Self.task + "}")["taskId"]?.stringValue)
        #expect(try await bucket.next() == "aws-logs-write-test: Permission Check Successful")
        let line = "\(client.time.now.iso8601Milliseconds) x\n"
        #expect(try await bucket.next() == "exportedlogs/\(id)/2026-11-22-[$LATEST]a/000000.gz: \(line)")
        #expect(try await bucket.next() == "exportedlogs/\(id)/b/000000.gz: \(line)")
        try await settle()
        #expect(try await status(id) == ["code": "COMPLETED", "message": "Completed successfully"])
        let told = try await client.call("DescribeExportTasks", #"{"statusCode":"COMPLETED"}"#)["exportTasks"]?[0]
        #expect(told?["destinationPrefix"] == "exportedlogs" && told?["executionInfo"]?["completionTime"] != nil)
        #expect(
            try await client.refusal("CancelExportTask", #"{"taskId":"\#(id)"}"#)
                == "InvalidOperationException: The specified export task has already finished"
        )
    }

    @Test func keepsToTheStreamsTimesAndFolderOfTheTask() async throws {
        try await makeGroup()
        let more = #","logStreamNamePrefix":"b","destinationPrefix":"p/q","taskName":"n"}"#
        let id = try #require(try await client.call("CreateExportTask", Self.task + more)["taskId"]?.stringValue)
        #expect(try await bucket.next() == "p/q/aws-logs-write-test: Permission Check Successful")
        #expect(try await bucket.next().hasPrefix("p/q/\(id)/b/000000.gz: "))
        let early = #"{"logGroupName":"g","from":0,"to":1,"destination":"b"}"#
        try await settle()
        try await client.call("CreateExportTask", early)
        try await settle()
        let tasks = try await client.call("DescribeExportTasks", #"{"statusCode":"COMPLETED"}"#)["exportTasks"]
        #expect(tasks?.arrayValue?.count == 2)
        #expect(bucket.count == 3)
    }

    @Test func endsATaskThatIsCancelled() async throws {
        try await makeGroup()
        bucket.hold(from: 1)
        let id = try #require(try await client.call("CreateExportTask", Self.task + "}")["taskId"]?.stringValue)
        for _ in 0..<2 { _ = try await bucket.next() }
        #expect(try await status(id) == ["code": "RUNNING"])
        #expect(
            try await client.refusal("CreateExportTask", Self.task + "}")
                == "LimitExceededException: Resource limit exceeded."
        )
        try await client.call("CancelExportTask", #"{"taskId":"\#(id)"}"#)
        #expect(try await status(id) == ["code": "PENDING_CANCEL"])
        bucket.release()
        try await settle()
        #expect(try await status(id) == ["code": "CANCELLED"])
        #expect(bucket.count == 2)
    }

    @Test func goesOnWithATaskThatWasBrokenOff() async throws {
        try await makeGroup()
        bucket.hold(from: 1)
        let id = try #require(try await client.call("CreateExportTask", Self.task + "}")["taskId"]?.stringValue)
        for _ in 0..<2 { _ = try await bucket.next() }
        let other = FakeBucket()
        let restarted = try Logs(client.service.context, objects: other)
        restarted.resume()
        #expect(try await other.next().hasPrefix("exportedlogs/\(id)/2026-11-22-[$LATEST]a/000000.gz: "))
        #expect(try await other.next().hasPrefix("exportedlogs/\(id)/b/000000.gz: "))
    }

    @Test func saysWhatTheBucketSaid() async throws {
        try await makeGroup()
        bucket.fail(from: 1)
        let id = try #require(try await client.call("CreateExportTask", Self.task + "}")["taskId"]?.stringValue)
        for _ in 0..<2 { _ = try await bucket.next() }
        try await settle()
        #expect(try await status(id) == ["code": "FAILED", "message": "Access Denied"])
        bucket.fail(from: 0)
        #expect(
            try await client.refusal("CreateExportTask", Self.task + "}")
                == "InvalidParameterException: PutObject call on the given bucket failed: Access Denied"
        )
    }
}

/// The bucket `b`. It tells what is put into it, uncompressed.
private final class FakeBucket: ObjectStore {
    private struct State {
        var count = 0
        var heldFrom = Int.max
        var failsFrom = Int.max
        var held: [@Sendable () -> Void] = []
    }

    private let state = Mutex(State())
    private let objects = AsyncStream.makeStream(of: String.self)

    var count: Int { state.withLock(\.count) }

    /// Does not answer for objects from this one on.
    func hold(from number: Int) { state.withLock { $0.heldFrom = number } }
    func fail(from number: Int) { state.withLock { $0.failsFrom = number } }

    func release() {
        let held = state.withLock { state in
            state.heldFrom = .max
            defer { state.held = [] }
            return state.held
        }
        for answer in held { answer() }
    }

    func next() async throws -> String {
        for await object in objects.stream { return object }
        throw CancellationError()
    }

    func hasBucket(_ name: String) -> Bool { name == "b" }

    func put(
        _ bytes: [UInt8],
        as key: String,
        in bucket: String,
        completion: @escaping @Sendable (AWSError?) -> Void
    ) {
        let text = key.hasSuffix(".gz") ? (try? Compression.gzip.decompress(bytes, limit: 1 << 20)) ?? [] : bytes
        let isHeld = state.withLock { state in
            defer { state.count += 1 }
            let fails = state.count >= state.failsFrom
            let answer = {
                @Sendable in completion(fails ? AWSError("AccessDenied", status: 403, message: "Access Denied") : nil)
            }
            state.held.append(answer)
            return state.count >= state.heldFrom
        }
        if !isHeld { state.withLock { $0.held.popLast() }?() }
        objects.continuation.yield("\(key): \(String(decoding: text, as: UTF8.self))")
    }
}
