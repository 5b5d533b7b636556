import JSON
import ServiceKit
import Storage
import Synchronization
import Testing
import Time
import Wire

@testable import SQS

/// What SQS tells CloudWatch.
@Suite struct MetricTests {
    private final class Sink: MetricSink {
        private let sums = Mutex<[String: Double]>([:])

        func record(_ values: [MetricValue], of subject: MetricSubject, at instant: Timestamp) {
            let queue = subject.dimensions.first?.value ?? ""
            sums.withLock { sums in
                for value in values { sums["\(queue) \(value.name)", default: 0] += value.value }
            }
        }

        subscript(name: String) -> Double? { sums.withLock { $0[name] } }

        /// From now on.
        func forget() { sums.withLock { $0 = [:] } }
    }

    private let sink = Sink()
    private let time = ManualTime()

    /// How many messages of a queue could be received when it was measured, which goes on beside this.
    private func visible(_ queue: String) async throws -> Double? {
        try await until { sink["\(queue) ApproximateAgeOfOldestMessage"] != nil }
        return sink["\(queue) ApproximateNumberOfMessagesVisible"]
    }

    private func until(_ condition: () -> Bool) async throws {
        for _ in 0..<2_000 where !condition() { try await Task.sleep(for: .milliseconds(10)) }
    }

    private func client() throws -> Client {
        try Client(metrics: sink, time: time)
    }

    @Test func countsMessages() async throws {
        let client = try client()
        try await client.call("CreateQueue", #"{"QueueName":"q"}"#)
        let url = "http://localhost:4566/000000000000/q"
        for _ in 0..<2 { try await client.call("SendMessage", #"{"QueueUrl":"\#(url)","MessageBody":"abc"}"#) }
        let received = try await client.call("ReceiveMessage", #"{"QueueUrl":"\#(url)"}"#)
        let handle = received["Messages"]?[0]?["ReceiptHandle"]?.stringValue ?? ""
        try await client.call("DeleteMessage", #"{"QueueUrl":"\#(url)","ReceiptHandle":"\#(handle)"}"#)
        try await client.call("ReceiveMessage", #"{"QueueUrl":"\#(url)"}"#)
        try await client.call("ReceiveMessage", #"{"QueueUrl":"\#(url)"}"#)
        #expect(sink["q NumberOfMessagesSent"] == 2 && sink["q SentMessageSize"] == 6)
        #expect(sink["q NumberOfMessagesReceived"] == 2 && sink["q NumberOfMessagesDeleted"] == 1)
        #expect(sink["q NumberOfEmptyReceives"] == 1)
    }

    @Test func measuresDepthsWhileAQueueIsInUse() async throws {
        let client = try client()
        try await client.call("CreateQueue", #"{"QueueName":"q"}"#)
        try await client.call("CreateQueue", #"{"QueueName":"idle"}"#)
        let url = "http://localhost:4566/000000000000/q"
        for delay in [0, 0, 900] {
            try await client.call(
                "SendMessage",
                #"{"QueueUrl":"\#(url)","MessageBody":"abc","DelaySeconds":\#(delay)}"#
            )
        }
        try await client.call("ReceiveMessage", #"{"QueueUrl":"\#(url)","VisibilityTimeout":600}"#)
        time.advance(by: .seconds(60))
        #expect(try await visible("q") == 1)
        #expect(sink["q ApproximateNumberOfMessagesNotVisible"] == 1)
        #expect(sink["q ApproximateNumberOfMessagesDelayed"] == 1)
        #expect(sink["q ApproximateAgeOfOldestMessage"].map { (0...60).contains($0) } == true)
        #expect(sink["idle ApproximateNumberOfMessagesVisible"] == nil)
    }

    @Test func measuresWhatRedriveMoves() async throws {
        let client = try client()
        try await client.make("dead")
        let policy = #"{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:000000000000:dead\",\"maxReceiveCount\":1}"#
        try await client.make("q", #"{"VisibilityTimeout":"0","RedrivePolicy":"\#(policy)"}"#)
        try await client.put("abc")
        _ = try await client.receive()
        #expect(try await client.receive().isEmpty)
        time.advance(by: .seconds(60))
        #expect(try await visible("dead") == 1)
    }

    @Test func measuresAQueueThatHoldsMessagesHoweverLongItIsLeftAlone() async throws {
        let client = try client()
        for name in ["full", "empty"] { try await client.make(name) }
        try await client.put("abc", in: "full")
        #expect(try await client.receive("empty").isEmpty)
        time.advance(by: .seconds(60))
        #expect(try await visible("full") == 1)
        #expect(try await visible("empty") == 0)
        time.advance(by: .seconds(7 * 3_600))
        // What was measured until then is told of when readers have come to it.
        try await until { sink["full ApproximateNumberOfMessagesVisible"] == 7 * 60 + 1 }
        sink.forget()
        time.advance(by: .seconds(60))
        #expect(try await visible("full") == 1)
        #expect(sink["empty ApproximateNumberOfMessagesVisible"] == nil)
    }

    @Test func everyAccessLetsAQueueBeMeasured() async throws {
        let client = try client()
        try await client.make()
        _ = try await client.counts()
        time.advance(by: .seconds(60))
        #expect(try await visible("q") == 0)
    }
}
