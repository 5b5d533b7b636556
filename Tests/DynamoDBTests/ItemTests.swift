import JSON
import Testing

@Suite struct ItemTests {
    private static let key = #"{"p":{"S":"k"}}"#

    private func client() async throws -> Client {
        let client = try Client()
        try await client.makeTable()
        return client
    }

    @Test func anItemComesBackAsItWas() async throws {
        let client = try await client()
        let item = """
            {"p":{"S":"k"},"n":{"N":"1.50"},"b":{"B":"AQID"},"l":{"L":[{"NULL":true},{"BOOL":false}]},"e":{"S":""},
            "m":{"M":{"\\u00e9":{"S":"x\\"\\n"},"e\\u0301":{"S":"y"}}},"ss":{"SS":["b","a"]},"ns":{"NS":["1e2"]},"bs":{"BS":["AQ=="]}}
            """
        try await client.put(item)
        let expected = item.replacing("1.50", with: "1.5").replacing("1e2", with: "100")
        #expect(try await client.get(Self.key) == JSON(parsing: expected))
        #expect(try await client.get(#"{"p":{"S":"other"}}"#) == Optional.none)
    }

    @Test func conditionsGuardWrites() async throws {
        let client = try await client()
        try await client.put(#"{"p":{"S":"k"},"v":{"N":"1"}}"#)
        let (status, body) = try await client.send(
            "PutItem",
            """
            {"TableName":"tbl","Item":{"p":{"S":"k"}},"ConditionExpression":"attribute_not_exists(p)",
            "ReturnValuesOnConditionCheckFailure":"ALL_OLD"}
            """
        )
        #expect(status == 400)
        #expect(
            try body
                == JSON(
                    parsing: """
                        {"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",
                        "message":"The conditional request failed","Item":{"p":{"S":"k"},"v":{"N":"1"}}}
                        """
                )
        )
        #expect(
            try await client.refusal(
                "DeleteItem",
                #"{"TableName":"tbl","Key":{"p":{"S":"k"}},"Expected":{"v":{"Value":{"N":"2"}}}}"#
            ) == "The conditional request failed"
        )
        #expect(try await client.get(Self.key)?["v"] == ["N": "1"])
    }

    @Test func returnsWhatWasAskedFor() async throws {
        let client = try await client()
        func update(_ expression: String, _ returned: String) async throws -> JSON? {
            try await client.call(
                "UpdateItem",
                """
                {"TableName":"tbl","Key":{"p":{"S":"k"}},"UpdateExpression":"\(expression)","ReturnValues":"\(returned)",
                "ExpressionAttributeValues":{":1":{"N":"1"}}}
                """
            )["Attributes"]
        }
        #expect(try await update("SET a = :1, b = :1", "ALL_OLD") == Optional.none)
        #expect(try await update("SET a = a + :1", "UPDATED_OLD") == ["a": ["N": "1"]])
        #expect(try await update("SET a = a + :1", "UPDATED_NEW") == ["a": ["N": "3"]])
        #expect(try await update("SET c = :1", "ALL_NEW")?.objectValue?.keys == ["p", "a", "b", "c"])
        #expect(try await update("SET c = :1", "ALL_OLD")?["a"] == ["N": "3"])
        let deleted = try await client.call(
            "DeleteItem",
            #"{"TableName":"tbl","Key":{"p":{"S":"k"}},"ReturnValues":"ALL_OLD"}"#
        )
        #expect(deleted["Attributes"]?["b"] == ["N": "1"])
    }

    @Test func concurrentCountersLoseNothing() async throws {
        let client = try await client()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<100 {
                group.addTask {
                    try await client.call(
                        "UpdateItem",
                        """
                        {"TableName":"tbl","Key":{"p":{"S":"k"}},"UpdateExpression":"ADD n :1",
                        "ExpressionAttributeValues":{":1":{"N":"1"}}}
                        """
                    )
                }
            }
            try await group.waitForAll()
        }
        #expect(try await client.get(Self.key)?["n"] == ["N": "100"])
    }

    @Test func countsCapacity() async throws {
        let client = try await client()
        let text = String(repeating: "x", count: 5000)
        func capacity(_ action: String, _ rest: String) async throws -> JSON? {
            try await client.call(action, #"{"TableName":"tbl","ReturnConsumedCapacity":"TOTAL",\#(rest)}"#)[
                "ConsumedCapacity"
            ]?["CapacityUnits"]
        }
        #expect(try await capacity("PutItem", #""Item":{"p":{"S":"k"},"t":{"S":"\#(text)"}}"#) == 5.0)
        #expect(try await capacity("PutItem", #""Item":{"p":{"S":"k"}}"#) == 5.0)
        #expect(try await capacity("PutItem", #""Item":{"p":{"S":"k"},"t":{"S":"\#(text)"}}"#) == 5.0)
        #expect(try await capacity("GetItem", #""Key":{"p":{"S":"k"}}"#) == 1.0)
        #expect(try await capacity("GetItem", #""Key":{"p":{"S":"k"}},"ConsistentRead":true"#) == 2.0)
        #expect(try await capacity("GetItem", #""Key":{"p":{"S":"none"}}"#) == 0.5)
        #expect(try await capacity("DeleteItem", #""Key":{"p":{"S":"none"}}"#) == 1.0)
    }

    @Test(arguments: [
        (
            "PutItem", #""Item":{"p":{"N":"1"}}"#,
            "One or more parameter values were invalid: Type mismatch for key p expected: S actual: N"
        ),
        (
            "PutItem", #""Item":{"q":{"S":"1"}}"#,
            "One or more parameter values were invalid: Missing the key p in the item"
        ),
        (
            "PutItem", #""Item":{"p":{"S":""}}"#,
            "One or more parameter values are not valid. "
                + "The AttributeValue for a key attribute cannot contain an empty string value. Key: p"
        ),
        // A batch does not say what is wrong.
        (
            "BatchWriteItem", #""RequestItems":{"tbl":[{"PutRequest":{"Item":{"q":{"S":"1"}}}}]}"#,
            "The provided key element does not match the schema"
        ),
        (
            "BatchWriteItem", #""RequestItems":{"tbl":[{"PutRequest":{"Item":{"p":{"N":"1"}}}}]}"#,
            "The provided key element does not match the schema"
        ),
        ("GetItem", #""Key":{"p":{"S":"1"},"q":{"S":"1"}}"#, "The provided key element does not match the schema"),
        ("GetItem", #""Key":{"p":{"N":"1"}}"#, "The provided key element does not match the schema"),
        (
            "PutItem", #""Item":{"p":{"S":"k"},"x":{}}"#,
            "1 validation error detected: Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"
        ),
        (
            "PutItem", #""Item":{"p":{"S":"k"},"x":{"S":"a","N":"1"}}"#,
            "1 validation error detected: Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes"
        ),
        (
            "PutItem", #""Item":{"p":{"S":"k"},"x":{"SS":[]}}"#,
            "1 validation error detected: One or more parameter values were invalid: An string set  may not be empty"
        ),
        (
            "PutItem", #""Item":{"p":{"S":"k"},"x":{"SS":["a","a"]}}"#,
            #"1 validation error detected: One or more parameter values were invalid: Input collection ["a", "a"] contains duplicates."#
        ),
        (
            "PutItem", #""Item":{"p":{"S":"k"},"x":{"NS":["1","1.0"]}}"#,
            "1 validation error detected: One or more parameter values were invalid: Input collection contains duplicates."
        ),
        (
            "PutItem", #""Item":{"p":{"S":"k"},"x":{"NULL":false}}"#,
            "1 validation error detected: One or more parameter values were invalid: Null attribute value types must have the value of true"
        ),
        (
            "PutItem", ##""Item":{"p":{"S":"k"}},"ExpressionAttributeNames":{"#a":"b"}"##,
            "1 validation error detected: ExpressionAttributeNames can only be specified when using expressions"
        ),
        (
            "PutItem",
            #""Item":{"p":{"S":"k"}},"ConditionExpression":"a = :a","ExpressionAttributeValues":{":a":{"S":"x"},":b":{"S":"x"}}"#,
            "1 validation error detected: Value provided in ExpressionAttributeValues unused in expressions: keys: {:b}"
        ),
        (
            "PutItem", #""Item":{"p":{"S":"k"}},"ConditionExpression":"a = b","Expected":{}"#,
            "1 validation error detected: Can not use both expression and non-expression parameters in the same request: "
                + "Non-expression parameters: {Expected} Expression parameters: {ConditionExpression}"
        ),
        (
            "UpdateItem", #""Key":{"p":{"S":"k"}},"UpdateExpression":"REMOVE p""#,
            "One or more parameter values were invalid: Cannot update attribute p. This attribute is part of the key"
        ),
        ("PutItem", #""Item":{"p":{"S":5}}"#, "NUMBER_VALUE cannot be converted to String"),
    ])
    func refuses(_ action: String, _ rest: String, _ message: String) async throws {
        let client = try await client()
        #expect(try await client.refusal(action, #"{"TableName":"tbl",\#(rest)}"#) == message)
    }

    /// Neither what is there nor what is written nests too deep, but they would together.
    @Test func updatesNestNoDeeperThanItems() async throws {
        let client = try Client()
        try await client.makeTable()
        let deep = String(repeating: #"{"L":["#, count: 31) + #"{"S":"x"}"# + String(repeating: "]}", count: 31)
        let item = #"{"p":{"S":"k"},"v":\#(deep)}"#
        try await client.put(item)
        let message =
            "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit"
        let update = #""TableName":"tbl","Key":{"p":{"S":"k"}},"UpdateExpression":"SET v[0][0] = v"}"#
        #expect(try await client.refusal("UpdateItem", "{" + update) == message)
        let statement = #"{"Statement":"UPDATE tbl SET v[0][0]=v WHERE p='k'"}"#
        #expect(try await client.refusal("ExecuteStatement", statement) == message)
        let (status, body) = try await client.send("TransactWriteItems", #"{"TransactItems":[{"Update":{\#(update)}]}"#)
        #expect(status == 400)
        #expect(
            body["CancellationReasons"] == [["Code": "ValidationError", "Message": .string(message)]],
            "\(body.text)"
        )
        #expect(try await client.get(#"{"p":{"S":"k"}}"#) == JSON(parsing: item))
    }

    /// Two keys must not become one.
    @Test func refusesHalvesOfSurrogatePairs() async throws {
        let client = try Client()
        try await client.makeTable()
        let (status, body) = try await client.send("PutItem", #"{"TableName":"tbl","Item":{"p":{"S":"\ud800"}}}"#)
        #expect(status == 400)
        #expect(body == ["__type": "com.amazon.coral.service#SerializationException"])
        try await client.put(#"{"p":{"S":"\ud83d\ude00"}}"#)
        #expect(try await client.get(#"{"p":{"S":"😀"}}"#) != nil)
    }

    @Test func boundsSizeAndNesting() async throws {
        let client = try await client()
        let text = String(repeating: "x", count: 400 * 1024 - 3)
        try await client.put(#"{"p":{"S":"k"},"t":{"S":"\#(text)"}}"#.replacing(text, with: String(text.dropLast(0))))
        #expect(
            try await client.refusal("PutItem", #"{"TableName":"tbl","Item":{"p":{"S":"kk"},"t":{"S":"\#(text)"}}}"#)
                == "Item size has exceeded the maximum allowed size"
        )
        func nested(_ depth: Int) -> String {
            String(repeating: #"{"L":["#, count: depth) + #"{"S":"x"}"# + String(repeating: "]}", count: depth)
        }
        try await client.put(#"{"p":{"S":"k"},"d":\#(nested(31))}"#)
        #expect(
            try await client.refusal("PutItem", #"{"TableName":"tbl","Item":{"p":{"S":"k"},"d":\#(nested(32))}}"#)?
                .hasPrefix("1 validation error detected: Nesting Levels have exceeded supported limits") == true
        )
    }

    @Test(arguments: [
        (#"{"B":"23456"}"#, "Base64 encoded length is expected a multiple of 4 bytes but found: 5"),
        (#"{"B":"=+/="}"#, "Invalid last non-pad Base64 character dectected"),
        (#"{"B":"+/+="}"#, "Invalid last non-pad Base64 character dectected"),
        (#"{"B":"a?aa"}"#, "Invalid Base64 character detected"),
        (#"7"#, "Unexpected value type in payload"),
    ])
    func refusesWhatIsNoBinaryAndNoAttribute(_ value: String, _ message: String) async throws {
        let client = try Client()
        let put = #"{"TableName":"tbl","Item":{"p":\#(value)}}"#
        #expect(try await client.refusal("PutItem", put) == message)
    }

    @Test func valuesAddedBehindAListComeInTheOrderOfTheirIndexes() async throws {
        let client = try Client()
        try await client.makeTable()
        try await client.put(#"{"p":{"S":"k"},"l":{"L":[]}}"#)
        let reply = try await client.call(
            "UpdateItem",
            """
            {"TableName":"tbl","Key":{"p":{"S":"k"}},"UpdateExpression":"ADD l[8] :two, l[6] :one",
            "ExpressionAttributeValues":{":one":{"N":"1"},":two":{"N":"2"}},"ReturnValues":"ALL_NEW"}
            """
        )
        #expect(reply["Attributes"]?["l"] == ["L": [["N": "1"], ["N": "2"]]])
    }
}
