import JSON
import Synchronization
import Testing
import Wire

@testable import DynamoDB

@Suite struct TransactionConflictTests {
    private typealias Item = OngoingTransactions.Item

    private static func item(_ name: String, _ table: Int = 1) -> OngoingTransactions.Item {
        Item(table: table, key: EncodedKey(partition: Array(name.utf8), sort: []))
    }

    @Test func aTransactionHoldsItsItemsUntilItEnds() {
        var ongoing = OngoingTransactions()
        let (a, b, c) = (Self.item("a"), Self.item("b"), Self.item("c"))
        #expect(ongoing.begin([a, b], token: nil) == .begun)
        #expect(ongoing.begin([c, b, a], token: nil) == .conflicts([false, true, true]))
        #expect(ongoing.begin([Self.item("a", 2), c], token: nil) == .begun)
        #expect(ongoing.items.count == 4)
        ongoing.end([a, b], token: nil)
        #expect(ongoing.begin([a], token: nil) == .begun && ongoing.begin([c], token: nil) == .conflicts([true]))
        ongoing.end([Self.item("a", 2), c], token: nil)
        ongoing.end([a], token: nil)
        #expect(ongoing.items.isEmpty)
    }

    @Test func aTokenIsUnderWayUntilItsTransactionEnds() {
        var ongoing = OngoingTransactions()
        #expect(ongoing.begin([Self.item("a")], token: "t") == .begun)
        #expect(ongoing.begin([Self.item("a")], token: "t") == .inProgress)
        #expect(ongoing.begin([Self.item("b")], token: "u") == .begun)
        ongoing.end([Self.item("a")], token: "t")
        #expect(ongoing.begin([Self.item("c")], token: "t") == .begun)
    }

    // MARK: The actions

    private static func put(_ key: String, _ more: String = "") -> String {
        #"{"Put":{"TableName":"tbl","Item":{"p":{"S":"\#(key)"}}\#(more)}}"#
    }

    private static func write(_ actions: [String], _ more: String = "") -> String {
        #"{"TransactItems":[\#(actions.joined(separator: ","))]\#(more)}"#
    }

    private static func key(_ key: String) -> String { #"{"TableName":"tbl","Key":{"p":{"S":"\#(key)"}}}"# }

    /// Requests that come in before any of them is performed.
    private final class Turn: Sendable {
        private let client: Client
        private let ends = Mutex<[@Sendable () -> Void]>([])
        private let replies = Mutex<[Int: HTTPResponse]>([:])

        init(_ client: Client) { self.client = client }

        func send(_ number: Int, _ action: String, _ body: String) {
            var request = client.request(action, body)
            request.atEndOfTurn = { [self] end in ends.withLock { $0.append(end) } }
            client.service.handle(request) { [self] reply in replies.withLock { $0[number] = reply } }
        }

        func end() async throws -> [Int: (status: Int, body: JSON)] {
            ends.withLock { ends in exchange(&ends, with: []) }.forEach { $0() }
            // Comes behind all of them.
            try await client.call("GetItem", TransactionConflictTests.key("none"))
            return try replies.withLock { $0 }.mapValues { ($0.status, try JSON(parsing: $0.body)) }
        }

        private func exchange(_ ends: inout [@Sendable () -> Void], with new: [@Sendable () -> Void])
            -> [@Sendable () -> Void]
        {
            defer { ends = new }
            return ends
        }
    }

    @Test func whatComesWhileATransactionIsUnderWayIsRefused() async throws {
        let client = try Client()
        try await client.makeTable()
        try await client.put(#"{"p":{"S":"a"},"old":{"BOOL":true}}"#)
        let turn = Turn(client)
        let transaction = Self.write([Self.put("a"), Self.put("b")], #","ClientRequestToken":"t""#)
        turn.send(0, "TransactWriteItems", transaction)
        #expect(try await client.get(#"{"p":{"S":"a"}}"#)?["old"] != nil)
        let gets = ["c", "a"].map { #"{"Get":\#(Self.key($0))}"# }.joined(separator: ",")
        let read = try await client.send("TransactGetItems", #"{"TransactItems":[\#(gets)]}"#)
        turn.send(1, "PutItem", #"{"TableName":"tbl","Item":{"p":{"S":"a"},"x":{"S":"y"}}}"#)
        turn.send(2, "PutItem", #"{"TableName":"tbl","Item":{"p":{"S":"a"}},"ReturnValues":"ALL_OLD"}"#)
        turn.send(3, "UpdateItem", Self.key("b"))
        turn.send(4, "DeleteItem", Self.key("a"))
        turn.send(5, "PutItem", #"{"TableName":"tbl","Item":{"p":{"S":"c"}}}"#)
        turn.send(6, "TransactWriteItems", Self.write([Self.put("d"), Self.put("a"), Self.put("b")]))
        turn.send(7, "TransactWriteItems", transaction)
        let replies = try await turn.end()

        let message = JSON.string("Transaction is ongoing for the item")
        let conflict: JSON = ["Code": "TransactionConflict", "Message": message]
        #expect(replies[0]?.body == [:] && replies[5]?.body == [:])
        for number in 1...4 {
            #expect(replies[number]?.status == 400)
            #expect(
                replies[number]?.body == [
                    "__type": "com.amazonaws.dynamodb.v20120810#TransactionConflictException", "message": message,
                ]
            )
        }
        #expect(replies[6]?.status == 400 && read.status == 400)
        #expect(replies[6]?.body["CancellationReasons"] == [["Code": "None"], conflict, conflict])
        #expect(read.body["CancellationReasons"] == [["Code": "None"], conflict])
        #expect(replies[7]?.body["__type"] == "com.amazonaws.dynamodb.v20120810#TransactionInProgressException")
        let left = try await client.call("Scan", #"{"TableName":"tbl"}"#)["Items"]?.arrayValue ?? []
        #expect(Set(left.compactMap { $0["p"]?["S"]?.stringValue }) == ["a", "b", "c"])
        #expect(left.allSatisfy { $0.objectValue?.count == 1 })
    }

    @Test func batchesLeaveHeldItemsUnprocessed() async throws {
        let client = try Client()
        try await client.makeTable()
        let turn = Turn(client)
        turn.send(0, "TransactWriteItems", Self.write([Self.put("a"), Self.put("b")]))
        let puts = ["c", "a"].map { #"{"PutRequest":{"Item":{"p":{"S":"\#($0)"}}}}"# }.joined(separator: ",")
        turn.send(1, "BatchWriteItem", #"{"RequestItems":{"tbl":[\#(puts)]}}"#)
        turn.send(2, "BatchWriteItem", #"{"RequestItems":{"tbl":[{"DeleteRequest":{"Key":{"p":{"S":"b"}}}}]}}"#)
        turn.send(3, "ExecuteTransaction", #"{"TransactStatements":[{"Statement":"DELETE FROM tbl WHERE p='b'"}]}"#)
        turn.send(4, "TransactWriteItems", Self.write([Self.put("d")]))
        let replies = try await turn.end()
        #expect(replies[1]?.body["UnprocessedItems"] == ["tbl": [["PutRequest": ["Item": ["p": ["S": "a"]]]]]])
        #expect(replies[2]?.body["UnprocessedItems"] == ["tbl": [["DeleteRequest": ["Key": ["p": ["S": "b"]]]]]])
        #expect(replies[3]?.body["CancellationReasons"]?[0]?["Code"] == "TransactionConflict")
        #expect(replies[4]?.body == [:])
        #expect(try await client.call("Scan", #"{"TableName":"tbl"}"#)["Count"] == 4)
    }

    /// Whatever becomes of a transaction, its items are free when it has been answered.
    @Test(arguments: [
        write([put("a")]), write([put("a", #","ConditionExpression":"attribute_exists(p)""#)]),
        write([put("a"), #"{"Delete":{"TableName":"none","Key":{"p":{"S":"a"}}}}"#]),
        write([put("a"), put("a")]), write([put("a", #","ConditionExpression":"size(p) = :x""#)]),
    ])
    func freesItsItems(_ transaction: String) async throws {
        let client = try Client()
        try await client.makeTable()
        for _ in 0..<2 {
            _ = try await client.send("TransactWriteItems", transaction)
            try await client.call("DeleteItem", Self.key("a"))
        }
        #expect(client.service.transactions.held.isEmpty)
    }
}
