import JSON
import ServiceKit
import Storage
import Testing
import Time
import Wire

@testable import SQS

/// Receivers that wait.
@Suite struct WaitingTests {
    private let client: Client

    init() throws { client = try Client() }

    @Test func isWokenByAMessage() async throws {
        try await client.make()
        let poll = client.poll()
        #expect(!poll.isAnswered)
        try await client.put("a")
        #expect(try await poll.bodies() == ["a"])
    }

    @Test func givesUpWhenItsTimeIsOver() async throws {
        try await client.make()
        let poll = client.poll(seconds: 2)
        client.time.advance(by: .milliseconds(1_999))
        #expect(!poll.isAnswered)
        client.time.advance(by: .milliseconds(1))
        #expect(try await poll.bodies() == [])
    }

    @Test func isWokenWhenAMessageIsSeenAgain() async throws {
        try await client.make("q", #"{"VisibilityTimeout":"3"}"#)
        try await client.put("a")
        #expect(try await client.bodies() == ["a"])
        let poll = client.poll()
        client.time.advance(by: .seconds(3))
        #expect(try await poll.bodies() == ["a"])
    }

    @Test func isWokenWhenADelayIsOver() async throws {
        try await client.make()
        let poll = client.poll()
        try await client.call("SendMessage", #"{"QueueUrl":"q","MessageBody":"a","DelaySeconds":2}"#)
        client.time.advance(by: .seconds(2))
        #expect(try await poll.bodies() == ["a"])
    }

    @Test func isWokenWhenItsGroupIsFree() async throws {
        try await client.make("q.fifo", #"{"FifoQueue":"true"}"#)
        for id in ["1", "2"] { try await client.put(id, in: "q.fifo", group: "g", id: id) }
        let first = try await client.call("ReceiveMessage", #"{"QueueUrl":"q.fifo"}"#)["Messages"]?[0]
        let poll = client.poll("q.fifo")
        #expect(!poll.isAnswered)
        try await client.delete(first, from: "q.fifo")
        #expect(try await poll.bodies() == ["2"])
    }

    @Test func theQueueSaysHowLong() async throws {
        try await client.make("q", #"{"ReceiveMessageWaitTimeSeconds":"5"}"#)
        let pending = Pending()
        client.service.handle(client.request("ReceiveMessage", #"{"QueueUrl":"q"}"#)) { pending.answer($0) }
        client.time.advance(by: .seconds(4))
        #expect(!pending.isAnswered)
        client.time.advance(by: .seconds(1))
        #expect(try await pending.bodies() == [])
    }

    @Test func oneThatHasGoneGetsNothing() async throws {
        try await client.make()
        let (gone, other) = (client.poll(), client.poll())
        gone.leave()
        #expect(try await gone.bodies() == [])
        try await client.put("a")
        #expect(try await other.bodies() == ["a"])
        #expect(try await client.counts() == [0, 1, 0])
    }

    @Test func eachGetsOne() async throws {
        try await client.make()
        let polls = (0..<5).map { _ in client.poll() }
        for number in 0..<5 { try await client.put("\(number)") }
        var bodies: [String] = []
        for poll in polls { bodies += try await poll.bodies() }
        #expect(bodies.sorted() == ["0", "1", "2", "3", "4"])
    }

    @Test func isReleasedWithTheQueue() async throws {
        try await client.make()
        let poll = client.poll()
        try await client.call("DeleteQueue", #"{"QueueUrl":"q"}"#)
        #expect(try await poll.bodies() == [])
    }

    @Test func costsNothingWhileItWaits() async throws {
        try await client.make()
        let poll = client.poll()
        let before = client.service.catalogue["q"]?.activity.version
        client.time.advance(by: .seconds(19))
        #expect(client.service.catalogue["q"]?.activity.version == before)
        #expect(!poll.isAnswered)
        poll.leave()
    }

    // MARK: Neighbours

    private var arn: ARN { AWSAccount().arn("sqs", "q") }

    @Test func lambdaSendsAsTheRoleOfTheFunction() async throws {
        try await client.make()
        let (service, function) = (client.service, AWSAccount().arn("lambda", "function:f"))
        let delivery = Delivery(payload: [0x78], principal: "lambda.amazonaws.com", source: function)
        let result = await withCheckedContinuation { continuation in
            service.receive(delivery, at: arn) { continuation.resume(returning: $0) }
        }
        #expect(throws: Never.self) { try result.get() }
        let sender = try await client.receive("q").first?["Attributes"]?["SenderId"]?.stringValue
        #expect(sender?.contains(/^AROA[0-9A-F]{17}:awslambda_[0-9a-f]{8}$/) == true)
    }

    @Test func takesDeliveries() async throws {
        try await client.make()
        var delivery = Delivery(payload: Array("event".utf8), principal: "events.amazonaws.com")
        delivery.attributes = [.init(name: "n", type: "Number", value: .text("1"))]
        delivery.traceHeader = "Root=1"
        delivery.messageDeduplicationID = "ignored in a standard queue"
        let service = client.service
        let result = await withCheckedContinuation { continuation in
            service.receive(delivery, at: arn) { continuation.resume(returning: $0) }
        }
        #expect(throws: Never.self) { try result.get() }
        let message = try await client.receive("q", #","MessageAttributeNames":["All"]"#).first
        #expect(message?["Body"] == "event")
        #expect(message?["MessageAttributes"]?["n"]?["StringValue"] == "1")
        #expect(message?["Attributes"]?["AWSTraceHeader"] == "Root=1")
        #expect(message?["Attributes"]?["SenderId"] == "000000000000")
        let missing = await withCheckedContinuation { continuation in
            service.receive(delivery, at: AWSAccount().arn("sqs", "none")) { continuation.resume(returning: $0) }
        }
        #expect(throws: AWSError.self) { try missing.get() }
    }

    @Test func takesDeliveriesInTheTransactionOfTheirSender() async throws {
        try await client.make()
        let (poll, database, service) = (client.poll(), client.service.context.database, client.service)
        let offered = [("q", "a"), ("none", "b"), ("q", ""), ("q", "c")].map { name, text in
            AddressedDelivery(
                delivery: Delivery(payload: Array(text.utf8), principal: "events.amazonaws.com"),
                resource: AWSAccount().arn("sqs", name)
            )
        }
        let take = { @Sendable (connection: Connection) throws in
            try service.take(offered, in: SendersTransaction(database: database, connection: connection))
        }
        // What the sender takes back was never there.
        #expect(throws: CancellationError.self) {
            try database.writeAndWait(.savepoint) { connection in
                _ = try take(connection)
                throw CancellationError()
            }
        }
        let taken = try database.writeAndWait { try take($0) }
        #expect(taken.places == [0, 3])
        #expect(!poll.isAnswered)
        taken.committed()
        #expect(try await poll.bodies() == ["a"])
        #expect(try await client.bodies() == ["c"])
    }

    @Test func takesNothingInTheTransactionOfAnotherStore() async throws {
        try await client.make()
        let (other, service) = (try Database(.memory, migrations: SQS.migrations), client.service)
        let delivery = AddressedDelivery(
            delivery: Delivery(payload: Array("a".utf8), principal: "events.amazonaws.com"),
            resource: arn
        )
        let taken = try other.writeAndWait {
            try service.take([delivery], in: SendersTransaction(database: other, connection: $0))
        }
        #expect(taken.places.isEmpty)
        #expect(try await client.counts() == [0, 0, 0])
    }

    @Test func feedsConsumers() async throws {
        try await client.make()
        for body in ["a", "b"] { try await client.put(body) }
        let (service, arn) = (client.service, arn)
        #expect(service.consumption(of: arn)?.visibilityTimeout == .seconds(30))
        let messages = try await withCheckedContinuation { continuation in
            service.receive(from: arn, maximum: 100, waiting: .seconds(1)) { continuation.resume(returning: $0) }
        }.get()
        #expect(messages.map(\.body) == ["a", "b"])
        let changed: Result<Void, AWSError> = await withCheckedContinuation { continuation in
            service.changeVisibility(of: [messages[0].receiptHandle, "void"], toSeconds: 0, in: arn) {
                continuation.resume(returning: $0)
            }
        }
        #expect(throws: Never.self) { try changed.get() }
        let deleted: Result<Void, AWSError> = await withCheckedContinuation { continuation in
            service.delete([messages[1].receiptHandle], from: arn) { continuation.resume(returning: $0) }
        }
        #expect(throws: Never.self) { try deleted.get() }
        #expect(try await client.counts() == [1, 0, 0])
    }
}
