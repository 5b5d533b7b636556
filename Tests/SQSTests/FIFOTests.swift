import JSON
import Testing
import Time

@testable import SQS

/// Messages of FIFO queues.
@Suite struct FIFOTests {
    private let client: Client

    init() throws { client = try Client() }

    private func make(_ more: String = "") async throws {
        try await client.make("q.fifo", #"{"FifoQueue":"true","VisibilityTimeout":"10"\#(more)}"#)
    }

    private func put(_ body: String, _ group: String) async throws -> JSON {
        try await client.put(body, in: "q.fifo", group: group, id: body)
    }

    private func bodies(_ maximum: Int = 10) async throws -> [String] {
        let reply = try await client.call(
            "ReceiveMessage",
            #"{"QueueUrl":"q.fifo","MaxNumberOfMessages":\#(maximum)}"#
        )
        return reply["Messages"]?.arrayValue?.compactMap { $0["Body"]?.stringValue } ?? []
    }

    @Test func aGroupWaitsForItsReceiver() async throws {
        try await make()
        for body in ["a1", "a2", "a3"] { _ = try await put(body, "a") }
        _ = try await put("b1", "b")
        let first = try await client.call("ReceiveMessage", #"{"QueueUrl":"q.fifo"}"#)["Messages"]?[0]
        #expect(first?["Body"] == "a1")
        #expect(try await bodies() == ["b1"])
        #expect(try await bodies() == [])
        #expect(try await client.counts("q.fifo") == [2, 2, 0])
        try await client.delete(first, from: "q.fifo")
        #expect(try await bodies() == ["a2", "a3"])
    }

    @Test func whatComesBackIsFirst() async throws {
        try await make()
        for body in ["1", "2", "3"] { _ = try await put(body, "g") }
        #expect(try await bodies(2) == ["1", "2"])
        client.time.advance(by: .seconds(10))
        #expect(try await bodies() == ["1", "2", "3"])
    }

    /// The messages before one that stays unseen can be received, those behind it cannot.
    @Test(arguments: [(0, []), (1, ["1"]), (2, ["1", "2"])] as [(Int, [String])])
    func oneThatIsUnseenHoldsUpThoseBehind(_ position: Int, _ seen: [String]) async throws {
        try await make()
        for body in ["1", "2", "3"] { _ = try await put(body, "g") }
        let all = try await client.receive("q.fifo")
        try await client.changeVisibility(all[position], to: 30, in: "q.fifo")
        client.time.advance(by: .seconds(10))
        #expect(try await bodies() == seen)
    }

    @Test func seenAtOnceAgain() async throws {
        try await make()
        for body in ["1", "2"] { _ = try await put(body, "g") }
        let all = try await client.receive("q.fifo")
        try await client.changeVisibility(all[1], to: 0, in: "q.fifo")
        #expect(try await bodies() == [])
        try await client.changeVisibility(all[0], to: 0, in: "q.fifo")
        #expect(try await bodies() == ["1", "2"])
    }

    @Test func handlesExpire() async throws {
        try await make()
        _ = try await put("1", "g")
        let message = try await client.receive("q.fifo").first
        client.time.advance(by: .seconds(10))
        let handle = message?["ReceiptHandle"]?.stringValue ?? ""
        #expect(
            try await client.refusal("DeleteMessage", #"{"QueueUrl":"q.fifo","ReceiptHandle":"\#(handle)"}"#)
                == "InvalidParameterValue: Value \(handle) for parameter ReceiptHandle is invalid. "
                + "Reason: The receipt handle has expired."
        )
    }

    @Test func acceptsOneOfTwoAlike() async throws {
        try await make()
        let first = try await put("x", "g")
        #expect(try await put("x", "g") == first)
        #expect(try await put("x", "other") == first)
        #expect(try await bodies() == ["x"])
        client.time.advance(by: .seconds(300))
        #expect(try await put("x", "g")["MessageId"] != first["MessageId"])
    }

    @Test func comparesWithinGroupsWhenToldTo() async throws {
        try await make(#","DeduplicationScope":"messageGroup","FifoThroughputLimit":"perMessageGroupId""#)
        let first = try await put("x", "g")
        #expect(try await put("x", "other")["MessageId"] != first["MessageId"])
        #expect(try await client.counts("q.fifo") == [2, 0, 0])
    }

    @Test func heedsAnotherScopeAMinuteLater() async throws {
        try await make()
        let first = try await put("x", "g")
        try await client.call(
            "SetQueueAttributes",
            #"{"QueueUrl":"http://localhost:4566/000000000000/q.fifo","Attributes":{"DeduplicationScope":"messageGroup"}}"#
        )
        #expect(try await put("x", "other") == first)
        client.time.advance(by: .seconds(60))
        #expect(try await put("x", "other")["MessageId"] != first["MessageId"])
    }

    @Test func comparesContent() async throws {
        try await make(#","ContentBasedDeduplication":"true""#)
        for _ in 0..<2 { try await client.put("x", in: "q.fifo", group: "g") }
        let message = try await client.receive("q.fifo")
        #expect(message.count == 1)
        #expect(
            message[0]["Attributes"]?["MessageDeduplicationId"]
                == "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
        )
        #expect(message[0]["Attributes"]?["MessageGroupId"] == "g")
    }

    @Test func numbersGrow() async throws {
        try await make()
        var last = ""
        for number in 0..<20 {
            let next = try await put("\(number)", "g")["SequenceNumber"]?.stringValue ?? ""
            #expect(next.count == 20 && next > last)
            last = next
        }
    }

    @Test func anAttemptIsRepeated() async throws {
        try await make()
        for body in ["1", "2"] { _ = try await put(body, "g") }
        let more = #","ReceiveRequestAttemptId":"try""#
        let first = try await client.receive("q.fifo", more)
        client.time.advance(by: .seconds(5))
        let again = try await client.receive("q.fifo", more)
        #expect(again.compactMap { $0["ReceiptHandle"] } == first.compactMap { $0["ReceiptHandle"] })
        #expect(first.count == 2)
        client.time.advance(by: .seconds(9))
        #expect(try await bodies() == [])
        try await client.delete(first[0], from: "q.fifo")
    }

    @Test func buriesInOrder() async throws {
        try await client.make("d.fifo", #"{"FifoQueue":"true"}"#)
        let policy = #"{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:000000000000:d.fifo\",\"maxReceiveCount\":1}"#
        try await make(#","RedrivePolicy":"\#(policy)""#)
        for body in ["1", "2", "3"] { _ = try await put(body, "g") }
        #expect(try await bodies(2) == ["1", "2"])
        client.time.advance(by: .seconds(10))
        #expect(try await bodies() == ["3"])
        #expect(try await client.bodies("d.fifo") == ["1", "2"])
    }

    @Test func aDelayedMessageHoldsUpItsGroup() async throws {
        try await make(#","DelaySeconds":"5""#)
        _ = try await put("1", "g")
        #expect(try await bodies() == [])
        client.time.advance(by: .seconds(5))
        #expect(try await bodies() == ["1"])
    }

    /// The groups that are held up do not make a receive slower, however many they are.
    @Test func manyGroups() async throws {
        try await make()
        for number in 0..<300 { _ = try await put("\(number)", "g\(number % 100)") }
        var seen: Set<String> = []
        for _ in 0..<100 { seen.formUnion(try await bodies(3)) }
        #expect(seen.count == 300)
        #expect(try await client.counts("q.fifo") == [0, 300, 0])
    }
}
