import DynamoDB
import JSON
import Storage
import Testing

/// Updates that an expression describes are read straight from their text, which must not show.
@Suite struct PlainUpdateTests {
    private static let old =
        #"{"p":{"S":"k"},"n":{"N":"5"},"l":{"L":[{"N":"1"},{"N":"2"}]},"m":{"M":{"x":{"S":"old"}}},"ss":{"SS":["a","b"]}}"#

    private static func nested(_ depth: Int) -> String {
        String(repeating: #"{"L":["#, count: depth) + String(repeating: "]}", count: depth)
    }

    private static let many = (0..<20).map { "a\($0) = :v\($0)" }.joined(separator: ",")
    private static let manyValues = (0..<20).map { #"":v\#($0)":{"N":"\#($0)"}"# }.joined(separator: ",")

    /// Expressions, each with the rest of a request.
    private static let updates: [(String, String)] = [
        ("SET n = n + :v", values(#"":v":{"N":"1e1"}"#)),
        ("ADD hits :v", values(#"":v":{"N":"1"}"#) + #","ReturnValues":"ALL_NEW""#),
        (
            "SET #a = :a, m.x = :b REMOVE l[0]",
            names(##""#a":"n""##) + values(#"":a":{"S":"\u00e9"},":b":{"NULL":true}"#)
                + #","ReturnValues":"UPDATED_OLD""#
        ),
        (
            "DELETE ss :s ADD ns :t",
            values(#"":s":{"SS":["a","c"]},":t":{"NS":["1","2.0"]}"#) + #","ReturnValues":"ALL_OLD""#
        ),
        ("SET a = :a", values(#"":a":{"M":{"l":{"L":[{"BOOL":false},{"B":"AQID"}]},"é":{"BOOL":true}}}"#)),
        (
            "SET a = if_not_exists(n, :z), l = list_append(l, :l)",
            values(#"":z":{"N":"0"},":l":{"L":[]}"#) + #","ReturnValues":"UPDATED_NEW""#
        ),
        (
            "REMOVE n",
            names(##""#m":"m""##) + values(#"":v":{"N":"5.0"}"#) + condition("n = :v AND attribute_exists(#m.x)")
        ),
        ("REMOVE n", condition("attribute_not_exists(p)")),
        (
            "REMOVE n",
            condition("n > :v") + values(#"":v":{"N":"5"}"#) + #","ReturnValuesOnConditionCheckFailure":"ALL_OLD""#
        ),
        ("REMOVE n", #","ReturnValues":"NONE","ReturnValuesOnConditionCheckFailure":"NONE""#),
        ("REMOVE n", #","UpdateExpression":"REMOVE l""#), ("REMOVE n", #","Unknown":1"#),
        ("REMOVE n", #","ConditionExpression":null,"ExpressionAttributeNames":null"#),
        ("REMOVE n", #","Expected":{}"#), ("REMOVE n", #","AttributeUpdates":{}"#),
        ("SET a = :a", values(#"":a":{"M":{"x":{"S":"1"},"x":{"S":"2"}}}"#)),
        ("SET a = :a", values(#"":a":{"S":"1"},":a":{"S":"2"}"#)),
        ("SET #a = n", names(##""#a":"x","#a":"y""##)),
        ("SET a = :a", values(#"":a":\#(nested(31))"#)), ("SET a = :a", values(#"":a":\#(nested(32))"#)),
        ("SET \(many)", values(manyValues)), ("SET \(many)", values(manyValues + #",":w":{"S":"unused"}"#)),
        // What is refused.
        ("", ""), ("SET", ""), ("SET a = :v", ""), ("SET #a = n", ""), ("SET m = m.x, m.x = n", ""),
        ("SET p = :v", values(#"":v":{"S":"1"}"#)), ("REMOVE n", values(#"":v":{"N":"1"}"#)),
        ("REMOVE n", names(##""#v":"n""##)), ("REMOVE n", names("")), ("REMOVE #a", names(##""#a":"""##)),
        ("REMOVE #a", names(##""#a":1"##)), ("REMOVE n", names(#""a":"n""#)), ("REMOVE n", values("")),
        ("REMOVE n", #","ExpressionAttributeNames":[]"#), ("SET a = :v", values(#"":v":{"N":"x"}"#)),
        ("SET a = :v", values(#"":v":{"N":1}"#)), ("SET a = :v", values(#"":v":{"S":"1","N":"1"}"#)),
        ("SET a = :v", values(#"":v":{"M":{"":{"S":"1"}}}"#)), ("SET a = :v", values(#"":v":{"L":[null]}"#)),
        ("SET a = :v", values(#"":v":{"NULL":false}"#)), ("SET a = :v", values(#"":v":{"SS":[]}"#)),
        ("SET a = :v", values(#"":v":null"#)), ("SET a = :v-", values(#"":v-":{"S":"1"}"#)),
        ("SET a = n + :v", values(#"":v":{"S":"1"}"#)), ("SET a = none", ""), ("SET n.x = n", ""),
        ("REMOVE n", #","ReturnValues":"SOME""#), ("REMOVE n", #","ReturnValues":null"#),
        ("REMOVE n", #","ReturnValuesOnConditionCheckFailure":"SOME""#), ("REMOVE n", condition("n")),
        ("REMOVE n", condition("")), ("REMOVE n", #","ConditionExpression":1"#),
    ]

    private static func names(_ members: String) -> String { #","ExpressionAttributeNames":{\#(members)}"# }

    private static func values(_ members: String) -> String { #","ExpressionAttributeValues":{\#(members)}"# }

    private static func condition(_ text: String) -> String { #","ConditionExpression":"\#(text)""# }

    @Test(
        arguments: [#"{"p":{"S":"k"}}"#, #"{"p":{"S":"new"}}"#],
        updates
    )
    func anUpdateIsReadTheSameEitherWay(_ key: String, _ update: (String, String)) async throws {
        var outcomes: [[String]] = []
        for more in ["", #","ReturnConsumedCapacity":"NONE""#] {
            let client = try Client()
            try await client.makeTable()
            try await client.put(Self.old)
            let request = #"{"TableName":"tbl","Key":\#(key),"UpdateExpression":"\#(update.0)"\#(update.1)\#(more)}"#
            let (status, reply) = try await client.send("UpdateItem", request)
            let scan = try await client.call("Scan", #"{"TableName":"tbl"}"#)
            outcomes.append(["\(status)", reply.text, scan.text])
        }
        #expect(outcomes[0] == outcomes[1])
    }
}
