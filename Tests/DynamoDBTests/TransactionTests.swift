import DynamoDB
import JSON
import Storage
import Testing
import Time

@Suite struct TransactionTests {
    private static func put(_ key: String, _ more: String = "") -> String {
        #"{"Put":{"TableName":"tbl","Item":{"p":{"S":"\#(key)"}}\#(more)}}"#
    }

    private static func add(_ key: String) -> String {
        #"{"Update":{"TableName":"tbl","Key":{"p":{"S":"\#(key)"}},"UpdateExpression":"ADD n :o","#
            + #""ExpressionAttributeValues":{":o":{"N":"1"}}}}"#
    }

    private static func check(_ key: String, _ condition: String, _ more: String = "") -> String {
        #"{"ConditionCheck":{"TableName":"tbl","Key":{"p":{"S":"\#(key)"}},"ConditionExpression":"\#(condition)"\#(more)}}"#
    }

    private static func write(_ actions: String..., more: String = "") -> String {
        #"{"TransactItems":[\#(actions.joined(separator: ","))]\#(more)}"#
    }

    private func client() async throws -> Client {
        let client = try Client()
        try await client.makeTable(
            """
            ,"GlobalSecondaryIndexes":[{"IndexName":"byN","KeySchema":[{"AttributeName":"n","KeyType":"HASH"}],
            "Projection":{"ProjectionType":"ALL"}}]
            """,
            attributes: #",{"AttributeName":"n","AttributeType":"N"}"#
        )
        return client
    }

    @Test func writesAllWithTheirIndexes() async throws {
        let client = try await client()
        try await client.put(#"{"p":{"S":"old"},"n":{"N":"1"}}"#)
        let delete = #"{"Delete":{"TableName":"tbl","Key":{"p":{"S":"gone"}}}}"#
        let actions = Self.write(
            Self.put("new", #","ConditionExpression":"attribute_not_exists(p)""#),
            Self.add("old"),
            delete,
            Self.check("absent", "attribute_not_exists(p)")
        )
        #expect(try await client.call("TransactWriteItems", actions) == [:])
        #expect(try await client.get(#"{"p":{"S":"new"}}"#) != nil)
        #expect(try await client.get(#"{"p":{"S":"absent"}}"#) == nil)
        let query = #"{"TableName":"tbl","IndexName":"byN","KeyConditionExpression":"n = :n","#
        let found = try await client.call("Query", query + #""ExpressionAttributeValues":{":n":{"N":"2"}}}"#)
        #expect(found["Items"] == [["p": ["S": "old"], "n": ["N": "2"]]])
        let before = try await client.call("Query", query + #""ExpressionAttributeValues":{":n":{"N":"1"}}}"#)
        #expect(before["Count"] == 0)
    }

    @Test func oneFailedConditionWritesNothingAndNamesEveryReason() async throws {
        let client = try await client()
        try await client.put(#"{"p":{"S":"there"},"x":{"S":"y"}}"#)
        let (status, body) = try await client.send(
            "TransactWriteItems",
            Self.write(
                Self.put("new"),
                Self.put(
                    "there",
                    #","ConditionExpression":"attribute_not_exists(p)","ReturnValuesOnConditionCheckFailure":"ALL_OLD""#
                ),
                Self.check("absent", "attribute_exists(p)")
            )
        )
        let failed = JSON.string("The conditional request failed")
        #expect(status == 400)
        #expect(
            body == [
                "__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
                "Message":
                    "Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, ConditionalCheckFailed]",
                "CancellationReasons": [
                    ["Code": "None"],
                    [
                        "Code": "ConditionalCheckFailed", "Message": failed,
                        "Item": ["p": ["S": "there"], "x": ["S": "y"]],
                    ],
                    ["Code": "ConditionalCheckFailed", "Message": failed],
                ],
            ]
        )
        #expect(try await client.get(#"{"p":{"S":"new"}}"#) == nil)
    }

    /// The key of the first item that does not fit cancels, before any condition is looked at.
    @Test func aKeyOfTheWrongTypeIsAReason() async throws {
        let client = try await client()
        let body = try await client.send(
            "TransactWriteItems",
            Self.write(
                Self.check("absent", "attribute_exists(p)"),
                #"{"Put":{"TableName":"tbl","Item":{"p":{"N":"7"}}}}"#,
                #"{"Delete":{"TableName":"tbl","Key":{"q":{"S":"7"}}}}"#
            )
        ).body
        #expect(
            body["CancellationReasons"] == [
                ["Code": "None"],
                [
                    "Code": "ValidationError",
                    "Message":
                        "One or more parameter values were invalid: Type mismatch for key p expected: S actual: N",
                ],
                ["Code": "None"],
            ]
        )
    }

    @Test(arguments: [
        (
            write(put("a"), check("a", "attribute_exists(p)")),
            "Transaction request cannot include multiple operations on one item"
        ),
        (
            write(put("")),
            "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: p"
        ),
        (
            write(
                #"{"Put":{"TableName":"tbl","Item":{"p":{"S":"a"}}},"Delete":{"TableName":"tbl","Key":{"p":{"S":"a"}}}}"#
            ),
            "TransactItems can only contain one of Check, Put, Update or Delete"
        ),
        (write(put("a"), #"{"Put":{"TableName":"none","Item":{"p":{"S":"a"}}}}"#), "Requested resource not found"),
        (
            write(#"{"Put":{"TableName":"none","Item":{"p":{"S":"a"}}}}"#, check("b", "attribute_not_exists(")),
            #"Invalid ConditionExpression: Syntax error; token: "<EOF>", near: "(""#
        ),
        (
            write(),
            "1 validation error detected: Value '[]' at 'transactItems' failed to satisfy constraint: Member must have length greater than or equal to 1"
        ),
        (
            write(put("a"), more: #","ReturnConsumedCapacity":"X","ClientRequestToken":"""#),
            "2 validation errors detected: Value '' at 'clientRequestToken' failed to satisfy constraint: Member must have length greater than or equal to 1; Value 'X' at 'returnConsumedCapacity' failed to satisfy constraint: Member must satisfy enum value set: [INDEXES, TOTAL, NONE]"
        ),
    ])
    func refuses(_ request: String, _ message: String) async throws {
        let client = try await client()
        #expect(try await client.refusal("TransactWriteItems", request) == message)
        #expect(try await client.call("Scan", #"{"TableName":"tbl"}"#)["Count"] == 0)
    }

    @Test func refusesMoreThanFourMegabytes() async throws {
        let client = try await client()
        let text = String(repeating: "x", count: 390_000)
        let puts = (0..<11).map { Self.put("\($0)").replacing("}}}}", with: #"},"t":{"S":"\#(text)"}}}}"#) }
        #expect(
            try await client.refusal("TransactWriteItems", #"{"TransactItems":[\#(puts.joined(separator: ","))]}"#)
                == "Transaction payload size cannot exceed 4 MB"
        )
    }

    @Test func aTokenIsGoodForTenMinutes() async throws {
        let time = ManualTime()
        let client = try Client(time: time)
        try await client.makeTable()
        let once = Self.write(Self.add("a"), more: #","ClientRequestToken":"t","ReturnConsumedCapacity":"TOTAL""#)
        let first = try await client.call("TransactWriteItems", once)
        #expect(first["ConsumedCapacity"] == [["TableName": "tbl", "CapacityUnits": 2.0, "WriteCapacityUnits": 2.0]])
        let again = try await client.call("TransactWriteItems", once)
        #expect(again["ConsumedCapacity"] == [["TableName": "tbl", "CapacityUnits": 2.0, "ReadCapacityUnits": 2.0]])
        #expect(try await client.get(#"{"p":{"S":"a"}}"#)?["n"] == ["N": "1"])
        let other = try await client.send(
            "TransactWriteItems",
            Self.write(Self.add("b"), more: #","ClientRequestToken":"t""#)
        )
        #expect(
            other.body["__type"] == "com.amazonaws.dynamodb.v20120810#IdempotentParameterMismatchException"
                && other.status == 400
        )
        time.advance(by: .seconds(600))
        try await client.call("TransactWriteItems", once)
        #expect(try await client.get(#"{"p":{"S":"a"}}"#)?["n"] == ["N": "2"])
    }

    @Test func aCancelledTransactionDoesNotUseItsToken() async throws {
        let client = try await client()
        let request = Self.write(
            Self.check("a", "attribute_exists(p)"),
            Self.put("b"),
            more: #","ClientRequestToken":"t""#
        )
        #expect(try await client.send("TransactWriteItems", request).status == 400)
        try await client.put(#"{"p":{"S":"a"}}"#)
        try await client.call("TransactWriteItems", request)
        #expect(try await client.get(#"{"p":{"S":"b"}}"#) != nil)
    }

    @Test func countsTwiceTheUnits() async throws {
        let client = try await client()
        let request = Self.write(
            Self.put("a"),
            Self.add("b"),
            Self.check("c", "attribute_not_exists(p)"),
            more: #","ReturnConsumedCapacity":"INDEXES""#
        )
        let reply = try await client.call("TransactWriteItems", request)["ConsumedCapacity"]
        func units(_ count: Double) -> JSON {
            ["CapacityUnits": .number("\(count)"), "WriteCapacityUnits": .number("\(count)")]
        }
        #expect(
            reply == [
                [
                    "TableName": "tbl", "CapacityUnits": 8.0, "WriteCapacityUnits": 8.0, "Table": units(6),
                    "GlobalSecondaryIndexes": ["byN": units(2)],
                ]
            ]
        )
    }

    /// Every one of many transactions that read and change the same two counters is counted.
    @Test func concurrentTransactionsLoseNothing() async throws {
        let client = try await client()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<40 {
                group.addTask {
                    var seen = 0
                    while true {
                        let condition = seen == 0 ? "attribute_not_exists(v)" : "v = :v"
                        let value = seen == 0 ? "" : #":v":{"N":"\#(seen)"},""#
                        let update =
                            #"{"Update":{"TableName":"tbl","Key":{"p":{"S":"sum"}},"UpdateExpression":"SET v = :n","#
                            + #""ConditionExpression":"\#(condition)","ReturnValuesOnConditionCheckFailure":"ALL_OLD","#
                            + #""ExpressionAttributeValues":{"\#(value):n":{"N":"\#(seen + 1)"}}}}"#
                        let (status, body) = try await client.send(
                            "TransactWriteItems",
                            Self.write(
                                update,
                                Self.put("r\(number)", #","ConditionExpression":"attribute_not_exists(p)""#)
                            )
                        )
                        if status == 200 { return }
                        if body["CancellationReasons"]?[0]?["Code"] == "TransactionConflict" {
                            await Task.yield()
                            continue
                        }
                        let item = body["CancellationReasons"]?[0]?["Item"]
                        seen = try #require(item?["v"]?["N"]?.stringValue.flatMap { Int($0) })
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await client.get(#"{"p":{"S":"sum"}}"#)?["v"] == ["N": "40"])
        #expect(try await client.call("Scan", #"{"TableName":"tbl"}"#)["Count"] == 41)
    }

    @Test func getsInOrderAndNothingForWhatIsNotThere() async throws {
        let client = try await client()
        try await client.put(#"{"p":{"S":"a"},"x":{"N":"1"},"y":{"N":"2"}}"#)
        func get(_ key: String, _ more: String = "") -> String {
            #"{"Get":{"TableName":"tbl","Key":{"p":{"S":"\#(key)"}}\#(more)}}"#
        }
        let gets = get("b") + "," + get("a", #","ProjectionExpression":"x""#)
        let reply = try await client.call(
            "TransactGetItems",
            #"{"TransactItems":[\#(gets)],"ReturnConsumedCapacity":"TOTAL"}"#
        )
        #expect(reply["Responses"] == [[:], ["Item": ["x": ["N": "1"]]]])
        #expect(reply["ConsumedCapacity"] == [["TableName": "tbl", "CapacityUnits": 4.0, "ReadCapacityUnits": 4.0]])
        #expect(
            try await client.refusal("TransactGetItems", #"{"TransactItems":[\#(get("a")),\#(get("a"))]}"#)
                == "Transaction request cannot include multiple operations on one item"
        )
        let wrong = try await client.send(
            "TransactGetItems",
            #"{"TransactItems":[\#(get("a")),{"Get":{"TableName":"tbl","Key":{}}}]}"#
        )
        #expect(
            wrong.body["CancellationReasons"] == [
                ["Code": "None"],
                ["Code": "ValidationError", "Message": "The provided key element does not match the schema"],
            ]
        )
    }
}
