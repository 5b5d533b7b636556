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
    }

    private let sink = Sink()
    private let time = ManualTime()

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
        // The measuring goes on beside this.
        for _ in 0..<2_000 where sink["q ApproximateAgeOfOldestMessage"] == nil {
            try await Task.sleep(for: .milliseconds(10))
        }
        #expect(sink["q ApproximateNumberOfMessagesVisible"] == 1)
        #expect(sink["q ApproximateNumberOfMessagesNotVisible"] == 1)
        #expect(sink["q ApproximateNumberOfMessagesDelayed"] == 1)
        #expect(sink["q ApproximateAgeOfOldestMessage"].map { (0...60).contains($0) } == true)
        #expect(sink["idle ApproximateNumberOfMessagesVisible"] == nil)
    }
}
