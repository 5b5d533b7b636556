import JSON
import Testing

@Suite struct QueryTests {
    private static let index = """
        ,"GlobalSecondaryIndexes":[{"IndexName":"byColour","KeySchema":[{"AttributeName":"c","KeyType":"HASH"},
        {"AttributeName":"s","KeyType":"RANGE"}],"Projection":{"ProjectionType":"KEYS_ONLY"}}],
        "LocalSecondaryIndexes":[{"IndexName":"byD","KeySchema":[{"AttributeName":"p","KeyType":"HASH"},
        {"AttributeName":"d","KeyType":"RANGE"}],"Projection":{"ProjectionType":"INCLUDE","NonKeyAttributes":["e"]}}]
        """
    private static let attributes =
        #",{"AttributeName":"c","AttributeType":"S"},{"AttributeName":"d","AttributeType":"N"}"#

    /// Sort keys -10…9 in partition `a`; colours red and blue by turns; `d` falls as `s` rises; one other partition.
    private func client() async throws -> Client {
        let client = try Client()
        try await client.makeTable(sort: "N", Self.index, attributes: Self.attributes)
        for number in -10..<10 {
            let colour = number % 2 == 0 ? "red" : "blue"
            try await client.put(
                """
                {"p":{"S":"a"},"s":{"N":"\(number)"},"c":{"S":"\(colour)"},"d":{"N":"\(-number)"},"e":{"S":"e"},"x":{"S":"x"}}
                """
            )
        }
        try await client.put(#"{"p":{"S":"b"},"s":{"N":"0"}}"#)
        return client
    }

    private func numbers(_ reply: JSON) -> [Int] {
        (reply["Items"]?.arrayValue ?? []).compactMap { $0["s"]?["N"]?.stringValue.flatMap { Int($0) } }
    }

    private func query(_ client: Client, _ condition: String, _ rest: String = "") async throws -> JSON {
        try await client.call(
            "Query",
            """
            {"TableName":"tbl","KeyConditionExpression":"\(condition)","ExpressionAttributeValues":{":a":{"S":"a"},
            ":low":{"N":"-3"},":high":{"N":"4"},":red":{"S":"red"}}\(rest)}
            """
            .replacing(condition.contains(":high") ? "" : #","":high":{"N":"4"}"#, with: "")
            .filteringUnused(condition + rest)
        )
    }

    @Test(arguments: [
        ("p = :a AND s BETWEEN :low AND :high", Array(-3...4)), ("p = :a AND s < :low", Array(-10 ..< -3)),
        ("p = :a AND s <= :low", Array(-10 ... -3)), ("p = :a AND s > :high", Array(5..<10)),
        ("p = :a AND :high <= s", Array(4..<10)), ("s = :low AND p = :a", [-3]), ("p = :a", Array(-10..<10)),
    ])
    func readsARange(_ condition: String, _ expected: [Int]) async throws {
        let client = try await client()
        #expect(numbers(try await query(client, condition)) == expected)
        #expect(numbers(try await query(client, condition, #","ScanIndexForward":false"#)) == expected.reversed())
    }

    @Test func pagesInBothDirections() async throws {
        let client = try await client()
        for direction in ["true", "false"] {
            var seen: [Int] = []
            var start = ""
            repeat {
                let page = try await query(client, "p = :a", #","Limit":3,"ScanIndexForward":\#(direction)\#(start)"#)
                seen += numbers(page)
                start = page["LastEvaluatedKey"].map { #","ExclusiveStartKey":\#($0.text)"# } ?? ""
            } while !start.isEmpty
            #expect(seen == (direction == "true" ? Array(-10..<10) : Array(-10..<10).reversed()))
        }
    }

    @Test func indexesFollowTheItems() async throws {
        let client = try await client()
        let index = #","IndexName":"byColour""#
        #expect(numbers(try await query(client, "c = :red", index)) == [-10, -8, -6, -4, -2, 0, 2, 4, 6, 8])
        try await client.call("DeleteItem", #"{"TableName":"tbl","Key":{"p":{"S":"a"},"s":{"N":"-10"}}}"#)
        try await client.call(
            "UpdateItem",
            #"{"TableName":"tbl","Key":{"p":{"S":"a"},"s":{"N":"-8"}},"UpdateExpression":"REMOVE c"}"#
        )
        try await client.put(#"{"p":{"S":"a"},"s":{"N":"1"},"c":{"S":"red"}}"#)
        let reply = try await query(client, "c = :red", index)
        #expect(numbers(reply) == [-6, -4, -2, 0, 1, 2, 4, 6, 8])
        #expect(reply["Items"]?[0]?.objectValue?.keys.sorted() == ["c", "p", "s"])
    }

    @Test func aLocalIndexFetchesWhatItDoesNotHold() async throws {
        let client = try await client()
        let index = #","IndexName":"byD","Limit":1"#
        let held = try await query(client, "p = :a", index)
        #expect(held["Items"]?[0]?.objectValue?.keys.sorted() == ["d", "e", "p", "s"])
        let all = try await query(client, "p = :a", index + #","Select":"ALL_ATTRIBUTES""#)
        #expect(all["Items"]?[0]?["x"] == ["S": "x"])
        #expect(all["LastEvaluatedKey"]?.objectValue?.keys.sorted() == ["d", "p", "s"])
    }

    @Test func filtersAndCounts() async throws {
        let client = try await client()
        let reply = try await query(client, "p = :a", #","FilterExpression":"c = :red","Select":"COUNT""#)
        #expect(reply == ["Count": 10, "ScannedCount": 20])
    }

    @Test func segmentsOfAScanShareTheTable() async throws {
        let client = try Client()
        try await client.makeTable()
        for number in 0..<60 { try await client.put(#"{"p":{"S":"key \#(number)"}}"#) }
        var keys: [String] = []
        for segment in 0..<4 {
            let reply = try await client.call("Scan", #"{"TableName":"tbl","Segment":\#(segment),"TotalSegments":4}"#)
            let items = reply["Items"]?.arrayValue ?? []
            #expect(items.count > 3)
            keys += items.compactMap { $0["p"]?["S"]?.stringValue }
        }
        #expect(Set(keys).count == 60 && keys.count == 60)
    }

    @Test func aPageEndsAtAMegabyte() async throws {
        let client = try Client()
        try await client.makeTable(sort: "N")
        let text = String(repeating: "x", count: 300_000)
        for number in 0..<5 {
            try await client.put(#"{"p":{"S":"a"},"s":{"N":"\#(number)"},"t":{"S":"\#(text)"}}"#)
        }
        let page = try await query(client, "p = :a")
        #expect(numbers(page) == [0, 1, 2, 3])
        #expect(page["LastEvaluatedKey"]?["s"] == ["N": "3"])
    }

    @Test(arguments: [
        ("s = :low", "Query condition missed key schema element: p"),
        ("p = :a AND c = :red", "Query condition missed key schema element: s"),
        ("p > :a", "Query key condition not supported"),
        ("p = :a OR s = :low", "Invalid KeyConditionExpression: Invalid operator used in KeyConditionExpression: OR"),
        ("p = :low", "One or more parameter values were invalid: Condition parameter type does not match schema type"),
        (
            "p = :a AND p = :red",
            "Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key"
        ),
        (
            "p.x = :a",
            "Invalid KeyConditionExpression: KeyConditionExpressions cannot have conditions on nested attributes"
        ),
    ])
    func refusesKeyConditions(_ condition: String, _ message: String) async throws {
        let client = try await client()
        let body =
            #"{"TableName":"tbl","KeyConditionExpression":"\#(condition)","ExpressionAttributeValues":{":a":{"S":"a"},":low":{"N":"-3"},":high":{"N":"4"},":red":{"S":"red"}}}"#
        #expect(try await client.refusal("Query", body.filteringUnused(condition)) == message)
    }

    @Test(arguments: [#"{":a":{"S":""},":b":{"S":"x"}}"#, #"{":a":{"S":"x"},":b":{"S":""}}"#])
    func refusesKeysThatAreEmpty(_ values: String) async throws {
        let client = try Client()
        try await client.makeTable(sort: "S")
        let body =
            #"{"TableName":"tbl","KeyConditionExpression":"p = :a AND s = :b","ExpressionAttributeValues":\#(values)}"#
        #expect(
            try await client.refusal("Query", body)?.hasPrefix(
                "One or more parameter values are not valid. "
                    + "The AttributeValue for a key attribute cannot contain an empty string value. Key: "
            ) == true
        )
    }

    @Test func refusesOtherThings() async throws {
        let client = try await client()
        #expect(
            try await client.refusal("Scan", #"{"TableName":"tbl","IndexName":"none"}"#)
                == "The table does not have the specified index: none"
        )
        #expect(
            try await client.refusal("Scan", #"{"TableName":"tbl","IndexName":"byColour","ConsistentRead":true}"#)
                == "Consistent reads are not supported on global secondary indexes"
        )
        #expect(
            try await client.refusal("Scan", #"{"TableName":"tbl","Segment":4,"TotalSegments":4}"#)
                == "The Segment parameter is zero-based and must be less than parameter TotalSegments: "
                + "Segment: 4 is not less than TotalSegments: 4"
        )
        #expect(try await client.refusal("Scan", #"{"TableName":"none"}"#) == "Requested resource not found")
    }
}

extension String {
    /// A request without those of its four values that `expressions` do not use: AWS refuses such.
    fileprivate func filteringUnused(_ expressions: String) -> String {
        let values = [":a": #"{"S":"a"}"#, ":low": #"{"N":"-3"}"#, ":high": #"{"N":"4"}"#, ":red": #"{"S":"red"}"#]
        let used = values.filter { expressions.contains($0.key) }.map { #""\#($0.key)":\#($0.value)"# }
        guard let start = firstRange(of: #""ExpressionAttributeValues":{"#)?.upperBound,
            let end = self[start...].firstRange(of: "}}")?.upperBound
        else { return self }
        return String(self[..<start]) + used.joined(separator: ",") + "}" + String(self[end...])
    }

    /// AWS looks at the key before it looks at the condition, and at the condition before it looks at the filter.
    @Test(arguments: [
        (#""ExclusiveStartKey":{"p":{"S":"a"}}"#, "The provided starting key is invalid"),
        (
            #""ExclusiveStartKey":{"p":{"N":"1"},"s":{"S":"a"}}"#, "The provided key element does not match the schema"
        ),
        (
            #""ExclusiveStartKey":{"p":{"S":"a"},"s":{"S":"a"}}"#,
            "Attempted conditional constraint is not an indexable operation"
        ),
    ])
    func refusesInAWSsOrder(_ start: String, _ message: String) async throws {
        let client = try Client()
        try await client.makeTable(sort: "S")
        let query = """
            {"TableName":"tbl","KeyConditions":{"p":{"ComparisonOperator":"NE","AttributeValueList":[{"S":"a"}]}},\(start)}
            """
        #expect(try await client.refusal("Query", query) == message)
    }
}
