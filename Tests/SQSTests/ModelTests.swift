import JSON
import Testing
import Time
import Wire

@testable import SQS

/// Decisions that need no store.
@Suite struct ModelTests {
    private let now = Timestamp(millisecondsSinceEpoch: 1_700_000_000_000)

    @Test func aGroupGoesNoFurtherThanItsFirstUnseenMessage() {
        var group = MessageGroup()
        let admitted = [nil, nil, now, nil].map { group.admits(due: $0) }
        #expect(admitted == [true, true, false, false])
    }

    @Test func visibilityEndsAfterTwelveHoursInAll() throws {
        #expect(try VisibilityTimeout(checking: 0).end(from: now) == nil)
        #expect(try VisibilityTimeout(checking: 30).end(from: now) == now + .seconds(30))
        let longest = try VisibilityTimeout(checking: 43_200)
        #expect(try longest.end(from: now, receivedAt: now) == now + .seconds(43_200))
        #expect(throws: AWSError.self) { try longest.end(from: now + .seconds(1), receivedAt: now) }
        #expect(throws: AWSError.self) { try VisibilityTimeout(checking: 43_201) }
        #expect(throws: AWSError.self) { try VisibilityTimeout(checking: -1) }
    }

    @Test func tellsWhatBecomesOfAMessage() throws {
        var queue = QueueAttributes()
        queue.messageRetentionPeriod = 60
        #expect(Receipt(sent: now, received: 99, queue: queue, now: now + .seconds(59)) == .deliver)
        #expect(Receipt(sent: now, received: 0, queue: queue, now: now + .seconds(60)) == .expire)
        let policy = try RedrivePolicy(#"{"deadLetterTargetArn":"arn:aws:sqs:r:1:d","maxReceiveCount":3}"#)
        queue.redrivePolicy = policy
        #expect(Receipt(sent: now, received: 2, queue: queue, now: now) == .deliver)
        #expect(Receipt(sent: now, received: 3, queue: queue, now: now) == .bury(policy))
    }

    @Test func comparesMessagesInTheScopeOfTheQueue() throws {
        var queue = QueueAttributes()
        queue.isFIFO = true
        #expect(throws: AWSError.self) {
            try Deduplication(id: nil, groupID: "g", body: "b", queue: queue, scope: "queue")
        }
        #expect(try Deduplication(id: "i", groupID: "g", body: "b", queue: queue, scope: "queue").scope == "")
        queue.contentBasedDeduplication = true
        let content = try Deduplication(id: nil, groupID: "g", body: "abc", queue: queue, scope: "messageGroup")
        #expect(content.id == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(content.scope == "g")
    }

    @Test func receiptHandlesComeBackAndNothingElseDoes() throws {
        let handle = ReceiptHandle(space: 7, message: 1_700_000_000_000_000, count: 3)
        #expect(ReceiptHandle(handle.text) == handle)
        let other = handle.text.replacing("A", with: "B")
        for text in ["", "garbage", other, String(handle.text.dropLast(4)), "AAAA"] {
            #expect(ReceiptHandle(text) == nil)
        }
    }

    @Test(
        arguments: [
            ("q", "q"), ("http://localhost:4566/000000000000/q", "q"),
            ("https://sqs.us-east-1.amazonaws.com/000000000000/q", "q"), ("/000000000000/q", "q"),
            ("https://us-east-1.queue.amazonaws.com/000000000000/q.fifo?a=b", "q.fifo"),
            ("http://localhost:4566/queue/us-east-1/000000000000/q", "q"),
            ("https://queue.amazonaws.com/111111111111/q", nil), ("https://queue.amazonaws.com/", nil), ("/q", nil),
        ] as [(String, String?)]
    )
    func findsTheNameInAURL(_ url: String, _ name: String?) {
        #expect(QueueName.inURL(url, of: AWSAccount()) == name)
    }

    /// What AWS has been seen to answer.
    @Test func digestsAttributes() throws {
        let attributes = try MessageAttributes([
            "timestamp": ["DataType": "Number", "StringValue": "1493147359900"]
        ])
        #expect(attributes.md5 == "235c5c510d26fb653d073faed50ae77c")
        #expect(try MessageAttributes([:]).md5 == nil)
        let binary = try MessageAttributes(["b": ["DataType": "Binary.x", "BinaryValue": "AAEC"]])
        #expect(binary.md5 == "4c265516c74438a964042b7547325a3c")
        #expect(binary.size == 1 + 8 + 3)
    }

    @Test func picksAttributesByNameAndPrefix() throws {
        let attributes = try MessageAttributes([
            "General": ["DataType": "String", "StringValue": "Kenobi"],
            "Hello": ["DataType": "String", "StringValue": "There"],
            "Help.Me": ["DataType": "String", "StringValue": "Me"],
        ])
        #expect(attributes.filtered(by: ["All"]).md5 == "4c360f3fdafd970e05fae2f149d997f5")
        #expect(attributes.filtered(by: [".*"]).values.count == 3)
        #expect(attributes.filtered(by: ["Hel.*"]).values.keys == ["Hello", "Help.Me"])
        #expect(attributes.filtered(by: ["Hello", "Nothing"]).values.keys == ["Hello"])
        #expect(attributes.filtered(by: ["*"]).values.count == 3)
        #expect(attributes.filtered(by: ["Foo.*"]).values.isEmpty)
    }

    @Test(
        arguments: [
            "{", "[]", "{}", #"{"deadLetterTargetArn":"arn:aws:sqs:r:1:d"}"#, #"{"maxReceiveCount":1}"#,
            #"{"deadLetterTargetArn":"dummy","maxReceiveCount":1}"#,
            #"{"deadLetterTargetArn":"arn:aws:sqs:r:1:d","maxReceiveCount":"x"}"#,
            #"{"deadLetterTargetArn":"arn:aws:sqs:r:1:d","maxReceiveCount":0}"#,
            #"{"deadLetterTargetArn":"arn:aws:sqs:r:1:d","maxReceiveCount":1001}"#,
        ]
    )
    func refusesRedrivePolicies(_ text: String) {
        #expect(throws: AWSError.self) { try RedrivePolicy(text) }
    }

    @Test func movesAsManyASecondAsItMay() throws {
        let source = try #require(ARN("arn:aws:sqs:us-east-1:000000000000:d"))
        var task = MoveTask(
            id: "i",
            source: source,
            destination: nil,
            rate: 3,
            status: .running,
            moved: 0,
            total: 10,
            started: now,
            failure: nil
        )
        #expect(task.allowance(at: now, atOnce: 100) == 3 && task.next(after: now) == now)
        task.moved = 3
        #expect(task.allowance(at: now + .milliseconds(999), atOnce: 100) == 0)
        #expect(task.next(after: now + .milliseconds(999)) == now + .seconds(1))
        #expect(task.allowance(at: now + .seconds(2), atOnce: 100) == 6)
        #expect(try MoveTask.parts(ofHandle: task.handle).source == source)
        #expect(throws: AWSError.self) { try MoveTask.parts(ofHandle: "foobared") }
    }
}

extension MessageAttributes {
    fileprivate init(_ values: [String: JSON]) throws(AWSError) {
        try self.init(JSON.Object(values.map { ($0.key, $0.value) }))
    }
}
