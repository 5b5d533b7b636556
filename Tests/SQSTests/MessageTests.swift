import JSON
import ServiceKit
import Storage
import Testing
import Time
import Wire

@testable import SQS

/// Messages of standard queues.
@Suite struct MessageTests {
    private let client: Client

    init() throws { client = try Client() }

    @Test func sendsReceivesAndDeletes() async throws {
        try await client.make()
        let sent = try await client.call(
            "SendMessage",
            """
            {"QueueUrl":"http://localhost:4566/000000000000/q","MessageBody":"hello","MessageAttributes":
            {"A":{"DataType":"String","StringValue":"x"}},"MessageSystemAttributes":
            {"AWSTraceHeader":{"DataType":"String","StringValue":"Root=1-2-3"}}}
            """
        )
        #expect(sent["MD5OfMessageBody"] == "5d41402abc4b2a76b9719d911017c592")
        #expect(sent["MD5OfMessageAttributes"] == "786dfed7f522eb6d216c5bcd0098de7f")
        #expect(sent["MD5OfMessageSystemAttributes"]?.stringValue?.count == 32)
        client.time.advance(by: .seconds(2))
        let message = try #require(try await client.receive("q", #","MessageAttributeNames":["All"]"#).first)
        #expect(message["Body"] == "hello")
        #expect(message["MessageId"] == sent["MessageId"])
        #expect(message["MD5OfMessageAttributes"] == sent["MD5OfMessageAttributes"])
        #expect(message["MessageAttributes"]?["A"]?["StringValue"] == "x")
        #expect(message["Attributes"]?["AWSTraceHeader"] == "Root=1-2-3")
        #expect(message["Attributes"]?["SentTimestamp"] == "1700000000000")
        #expect(message["Attributes"]?["ApproximateFirstReceiveTimestamp"] == "1700000002000")
        #expect(try await client.counts() == [0, 1, 0])
        try await client.delete(message)
        #expect(try await client.counts() == [0, 0, 0])
        try await client.delete(message)
        #expect(try await client.receive().isEmpty)
    }

    @Test func keepsLongBodies() async throws {
        try await client.make()
        let body = String(repeating: "x", count: 1_048_576)
        try await client.put(body)
        let message = try await client.receive().first
        #expect(message?["Body"] == .string(body))
        try await client.delete(message)
        let left = try client.service.context.database.readAndWait {
            try $0.first("SELECT COUNT(*) FROM sqs_body") { $0.integer(0) }
        }
        #expect(left == 0)
    }

    @Test func whatIsNotDeletedComesBack() async throws {
        try await client.make("q", #"{"VisibilityTimeout":"10"}"#)
        for body in ["a", "b", "c"] { try await client.put(body) }
        #expect(try await client.bodies() == ["a", "b", "c"])
        #expect(try await client.bodies() == [])
        client.time.advance(by: .seconds(9))
        #expect(try await client.counts() == [0, 3, 0])
        client.time.advance(by: .seconds(1))
        #expect(try await client.counts() == [3, 0, 0])
        let again = try await client.receive()
        #expect(again.compactMap { $0["Attributes"]?["ApproximateReceiveCount"]?.stringValue } == ["2", "2", "2"])
    }

    @Test func changesVisibility() async throws {
        try await client.make()
        try await client.put("a")
        let message = try await client.receive().first
        try await client.changeVisibility(message, to: 100)
        client.time.advance(by: .seconds(99))
        #expect(try await client.bodies() == [])
        try await client.changeVisibility(message, to: 0)
        #expect(try await client.counts() == [1, 0, 0])
        let again = try await client.receive().first
        #expect(again?["Body"] == "a")
        // Once it may be received again nobody holds it: nothing happens, and the handle stays good.
        client.time.advance(by: .seconds(30))
        try await client.changeVisibility(again, to: 5)
        #expect(try await client.counts() == [1, 0, 0])
        try await client.delete(again)
        let handle = again?["ReceiptHandle"]?.stringValue ?? ""
        let text = try await client.refusal(
            "ChangeMessageVisibility",
            #"{"QueueUrl":"q","ReceiptHandle":"\#(handle)","VisibilityTimeout":1}"#
        )
        #expect(
            text == "InvalidParameterValue: Value \(handle) for parameter ReceiptHandle is invalid. "
                + "Reason: Message does not exist or is not available for visibility timeout change."
        )
    }

    @Test func delays() async throws {
        try await client.make("q", #"{"DelaySeconds":"10"}"#)
        try await client.put("queue's")
        try await client.call("SendMessage", #"{"QueueUrl":"q","MessageBody":"own","DelaySeconds":20}"#)
        try await client.call("SendMessage", #"{"QueueUrl":"q","MessageBody":"none","DelaySeconds":0}"#)
        #expect(try await client.counts() == [1, 0, 2])
        #expect(try await client.bodies() == ["none"])
        client.time.advance(by: .seconds(10))
        #expect(try await client.bodies() == ["queue's"])
        client.time.advance(by: .seconds(10))
        #expect(try await client.bodies() == ["own"])
    }

    @Test func forgetsWhatIsTooOld() async throws {
        try await client.make("q", #"{"MessageRetentionPeriod":"60"}"#)
        try await client.put("old")
        client.time.advance(by: .seconds(30))
        try await client.put("young")
        client.time.advance(by: .seconds(30))
        #expect(try await client.bodies() == ["young"])
        #expect(try await client.counts() == [0, 1, 0])
    }

    @Test func forgetsWhatNobodyReceives() async throws {
        try await client.make("q", #"{"MessageRetentionPeriod":"60"}"#)
        try await client.make("q.fifo", #"{"FifoQueue":"true","MessageRetentionPeriod":"60"}"#)
        try await client.put("old")
        for id in ["1", "2"] { try await client.put(id, in: "q.fifo", group: "g", id: id) }
        try client.elapse(seconds: 122)
        #expect(try await client.counts() == [0, 0, 0])
        #expect(try await client.counts("q.fifo") == [0, 0, 0])
    }

    @Test func looksForOldMessagesWhenTheirTimeIsOver() async throws {
        try await client.make("q", #"{"MessageRetentionPeriod":"90"}"#)
        try await client.make("kept", #"{"MessageRetentionPeriod":"600"}"#)
        for queue in ["q", "kept"] { try await client.put("m", in: queue) }
        try client.elapse(seconds: 89)
        #expect(try await client.counts() == [1, 0, 0])
        try client.elapse(seconds: 1)
        #expect(try await client.counts() == [0, 0, 0])
        let shorter = #"{"QueueUrl":"kept","Attributes":{"MessageRetentionPeriod":"60"}}"#
        try await client.call("SetQueueAttributes", shorter)
        try client.elapse(seconds: 60)
        #expect(try await client.counts("kept") == [0, 0, 0])
    }

    @Test func sendsBatchesWithFailures() async throws {
        try await client.make("q", #"{"MaximumMessageSize":"1024"}"#)
        let long = String(repeating: "x", count: 1025)
        let reply = try await client.call(
            "SendMessageBatch",
            #"""
            {"QueueUrl":"q","Entries":[{"Id":"a","MessageBody":"1"},{"Id":"b","MessageBody":"\#(long)"},
            {"Id":"c","MessageBody":"2","DelaySeconds":901},{"Id":"d","MessageBody":"\u0008"}]}
            """#
        )
        #expect(reply["Successful"]?.arrayValue?.compactMap { $0["Id"]?.stringValue } == ["a"])
        let failed = reply["Failed"]?.arrayValue ?? []
        #expect(failed.compactMap { $0["Id"]?.stringValue } == ["b", "c", "d"])
        #expect(
            failed.first?["Message"]
                == "One or more parameters cannot be validated. Reason: Message must be shorter than 1024 bytes."
        )
        #expect(
            failed.compactMap { $0["Code"]?.stringValue } == [
                "InvalidParameterValue", "InvalidParameterValue", "InvalidMessageContents",
            ]
        )
        #expect(try await client.bodies() == ["1"])
    }

    @Test func deletesAndChangesInBatches() async throws {
        try await client.make()
        for body in ["a", "b"] { try await client.put(body) }
        let handles = try await client.receive().compactMap { $0["ReceiptHandle"]?.stringValue }
        let changed = try await client.call(
            "ChangeMessageVisibilityBatch",
            #"""
            {"QueueUrl":"q","Entries":[{"Id":"1","ReceiptHandle":"\#(handles[0])","VisibilityTimeout":0},
            {"Id":"2","ReceiptHandle":"\#(handles[1])","VisibilityTimeout":43201}]}
            """#
        )
        #expect(changed["Successful"]?.arrayValue?.count == 1)
        #expect(changed["Failed"]?[0]?["Code"] == "InvalidParameterValue")
        let deleted = try await client.call(
            "DeleteMessageBatch",
            #"""
            {"QueueUrl":"q","Entries":[{"Id":"1","ReceiptHandle":"\#(handles[0])"},{"Id":"2","ReceiptHandle":"x"}]}
            """#
        )
        #expect(deleted["Successful"]?[0]?["Id"] == "1")
        #expect(deleted["Failed"]?[0]?["Code"] == "ReceiptHandleIsInvalid")
        #expect(try await client.counts() == [0, 1, 0])
    }

    @Test func buriesWhatIsReceivedTooOften() async throws {
        try await client.make("dead")
        let policy = #"{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:000000000000:dead\",\"maxReceiveCount\":\"2\"}"#
        try await client.make("q", #"{"VisibilityTimeout":"1","RedrivePolicy":"\#(policy)"}"#)
        let sent = try await client.put("a")
        for _ in 0..<2 {
            #expect(try await client.bodies() == ["a"])
            client.time.advance(by: .seconds(1))
        }
        #expect(try await client.bodies() == [])
        #expect(try await client.counts() == [0, 0, 0])
        let buried = try await client.receive("dead").first
        #expect(buried?["MessageId"] == sent["MessageId"])
        #expect(buried?["Attributes"]?["ApproximateReceiveCount"] == "3")
        #expect(
            buried?["Attributes"]?["DeadLetterQueueSourceArn"] == "arn:aws:sqs:us-east-1:000000000000:q"
        )
        let sources = try await client.call("ListDeadLetterSourceQueues", #"{"QueueUrl":"dead"}"#)
        #expect(sources["queueUrls"] == ["http://localhost:4566/000000000000/q"])
    }

    @Test func purges() async throws {
        try await client.make()
        for number in 0..<20 { try await client.put("\(number)") }
        let received = try await client.receive()
        try await client.call("PurgeQueue", #"{"QueueUrl":"q"}"#)
        #expect(try await client.counts() == [0, 0, 0])
        try await client.delete(received.first)
        #expect(
            try await client.refusal("PurgeQueue", #"{"QueueUrl":"q"}"#)
                == "AWS.SimpleQueueService.PurgeQueueInProgress: "
                + "Only one PurgeQueue operation on q is allowed every 60 seconds."
        )
        try await client.put("new")
        client.time.advance(by: .seconds(60))
        #expect(try await client.bodies() == ["new"])
        try await client.call("PurgeQueue", #"{"QueueUrl":"q"}"#)
        try client.elapse(seconds: 5)
        let left = try client.service.context.database.readAndWait { connection in
            try connection.first("SELECT (SELECT COUNT(*) FROM sqs_message) + (SELECT COUNT(*) FROM sqs_space)") {
                $0.integer(0)
            }
        }
        #expect(left == 1)
    }

    /// Counts, and where everything stands, come back from the store.
    @Test func livesOnInTheStore() async throws {
        let database = try Database(.memory, migrations: SQS.migrations)
        let first = try Client(database)
        try await first.make("q", #"{"VisibilityTimeout":"10"}"#)
        try await first.make("f.fifo", #"{"FifoQueue":"true"}"#)
        for body in ["a", "b"] { try await first.put(body) }
        let message = try await first.call("ReceiveMessage", #"{"QueueUrl":"q"}"#)["Messages"]?[0]
        try await first.call("SendMessage", #"{"QueueUrl":"q","MessageBody":"c","DelaySeconds":60}"#)
        for id in ["1", "2"] { try await first.put(id, in: "f.fifo", group: "g", id: id) }
        try await first.call("ReceiveMessage", #"{"QueueUrl":"f.fifo"}"#)
        let second = try Client(database, time: ManualTime(now: first.time.now))
        #expect(try await second.counts() == [1, 1, 1])
        #expect(try await second.counts("f.fifo") == [1, 1, 0])
        #expect(try await second.bodies("f.fifo") == [])
        try await second.delete(message)
        #expect(try await second.bodies() == ["b"])
        #expect(try await second.counts() == [0, 1, 1])
        second.time.advance(by: .seconds(60))
        #expect(try await second.bodies() == ["b", "c"])
        #expect(try await second.bodies("f.fifo") == ["1", "2"])
    }
}
