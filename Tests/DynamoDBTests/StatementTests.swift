import JSON
import Testing

/// PartiQL statements.
@Suite struct StatementTests {
    /// Items `a` 1 to 4 and `b` 1; those with an even sort key are red and have a map.
    private func client() async throws -> Client {
        let client = try Client()
        try await client.makeTable(
            sort: "N",
            """
            ,"GlobalSecondaryIndexes":[{"IndexName":"byColour","KeySchema":[{"AttributeName":"c","KeyType":"HASH"}],
            "Projection":{"ProjectionType":"ALL"}}]
            """,
            attributes: #",{"AttributeName":"c","AttributeType":"S"}"#
        )
        for (partition, number) in [("a", 1), ("a", 2), ("a", 3), ("a", 4), ("b", 1)] {
            let more = number % 2 == 0 ? #","c":{"S":"red"},"m":{"M":{"size":{"N":"\#(number)"}}}"# : ""
            try await client.put(#"{"p":{"S":"\#(partition)"},"s":{"N":"\#(number)"}\#(more)}"#)
        }
        return client
    }

    private static func body(_ statement: String, _ parameters: JSON? = nil, _ more: [(String, JSON)] = []) -> String {
        var body = JSON.Object([("Statement", .string(statement))] + more)
        body["Parameters"] = parameters
        return JSON.object(body).text
    }

    private func run(
        _ client: Client,
        _ statement: String,
        _ parameters: JSON? = nil,
        at location: SourceLocation = #_sourceLocation
    ) async throws -> JSON {
        try await client.call("ExecuteStatement", Self.body(statement, parameters), at: location)
    }

    private func refusal(_ client: Client, _ statement: String, _ parameters: JSON? = nil) async throws -> String? {
        try await client.refusal("ExecuteStatement", Self.body(statement, parameters))
    }

    private func keys(_ reply: JSON) -> [String] {
        (reply["Items"]?.arrayValue ?? []).map { item in
            (item["p"]?["S"]?.stringValue ?? "") + (item["s"]?["N"]?.stringValue ?? "")
        }
    }

    @Test(
        arguments: [
            ("SELECT * FROM tbl WHERE p = 'a' AND s > 1 AND s <= 4 AND c = 'red'", ["a2", "a4"]),
            ("select * from \"tbl\" where p = 'a' and s between 2 and 3 order by s desc", ["a3", "a2"]),
            ("SELECT * FROM tbl WHERE p = 'a' AND (s = 1 OR s = 3)", ["a1", "a3"]),
            ("SELECT * FROM tbl WHERE p = 'a' AND s > 1 AND s <> 3 ORDER BY s", []),
            ("SELECT * FROM tbl.byColour WHERE c = 'red' AND NOT m.size = 2", ["a4"]),
            ("SELECT * FROM tbl WHERE p IN ['a', 'c'] AND c IS NOT MISSING AND m.size >= 4", ["a4"]),
            ("SELECT * FROM tbl WHERE p = 'b' AND c IS MISSING", ["b1"]),
            (
                "SELECT * FROM tbl WHERE p = 'a' AND begins_with(c, 're') AND attribute_type(m, 'M') AND size(m) = 1",
                ["a2", "a4"]
            ),
            ("SELECT * FROM tbl WHERE contains(c, 'e') AND 2 = s;", ["a2"]),
        ]
    )
    func selects(statement: String, expected: [String]) async throws {
        let client = try await client()
        guard !expected.isEmpty else {
            // What a query cannot say of a sort key makes it a scan, which has no order.
            let text =
                "Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY clause."
            return #expect(try await refusal(client, statement) == text)
        }
        #expect(keys(try await run(client, statement)) == expected)
    }

    @Test func showsWhatIsAskedFor() async throws {
        let client = try await client()
        let statement = "SELECT s, m.size FROM tbl WHERE p = ? AND s = ?"
        let shown = try await run(client, statement, [["S": "a"], ["N": "2"]])
        #expect(shown["Items"] == [["s": ["N": "2"], "size": ["N": "2"]]])
    }

    @Test func pagesGoOnWhereTheyEnded() async throws {
        let client = try await client()
        let statement = "SELECT * FROM tbl WHERE p = 'a'"
        let first = try await client.call("ExecuteStatement", Self.body(statement, nil, [("Limit", 3)]))
        #expect(keys(first) == ["a1", "a2", "a3"])
        #expect(first["LastEvaluatedKey"] == ["p": ["S": "a"], "s": ["N": "3"]])
        let token = first["NextToken"] ?? .null
        let second = try await client.call("ExecuteStatement", Self.body(statement, nil, [("NextToken", token)]))
        #expect(keys(second) == ["a4"])
        #expect(second["NextToken"] == nil)
        let broken = try await client.refusal("ExecuteStatement", Self.body(statement, nil, [("NextToken", "x")]))
        #expect(broken == "Invalid NextToken")
    }

    @Test func insertsWhatIsNotThere() async throws {
        let client = try await client()
        let statement = """
            INSERT INTO tbl VALUE {'p': 'n', 's': -1.5e1, 't': 'it''s', 'l': [true, NULL, {'x': ?}], 'set': <<'a', 'b'>>}
            """
        #expect(try await run(client, statement, [["B": "AAE="]])["Items"] == [])
        #expect(
            try await client.get(#"{"p":{"S":"n"},"s":{"N":"-15"}}"#) == [
                "p": ["S": "n"], "s": ["N": "-15"], "t": ["S": "it's"],
                "l": ["L": [["BOOL": true], ["NULL": true], ["M": ["x": ["B": "AAE="]]]]], "set": ["SS": ["a", "b"]],
            ]
        )
        let (status, body) = try await client.send("ExecuteStatement", Self.body(statement, [["B": "AAE="]]))
        #expect(status == 400)
        #expect(body["__type"] == "com.amazonaws.dynamodb.v20120810#DuplicateItemException")
        #expect(body["message"] == "Duplicate primary key exists in table")
    }

    @Test func updatesWhatIsThere() async throws {
        let client = try await client()
        try await client.put(
            #"{"p":{"S":"u"},"s":{"N":"1"},"n":{"N":"5"},"l":{"L":[]},"t":{"SS":["a","b"]},"x":{"S":"x"}}"#
        )
        let updated = try await run(
            client,
            """
            UPDATE tbl SET n = n + 2 SET l = list_append(l, ['z']), t = set_delete(t, <<'a'>>) REMOVE x
            WHERE p = 'u' AND s = 1 AND n = 5 RETURNING ALL NEW *
            """
        )
        #expect(
            updated["Items"] == [
                [
                    "p": ["S": "u"], "s": ["N": "1"], "n": ["N": "7"], "l": ["L": [["S": "z"]]], "t": ["SS": ["b"]],
                ]
            ]
        )
        let again = "UPDATE tbl SET n = 1 WHERE p = 'u' AND s = 1 AND n = 5"
        #expect(try await refusal(client, again) == "The conditional request failed")
        let absent = "UPDATE tbl SET n = 1 WHERE p = 'nobody' AND s = 1"
        #expect(try await refusal(client, absent) == "The conditional request failed")
    }

    @Test func deletesByTheKey() async throws {
        let client = try await client()
        let deleted = try await run(client, "DELETE FROM tbl WHERE p = 'b' AND s = 1 RETURNING ALL OLD *")
        #expect(deleted["Items"] == [["p": ["S": "b"], "s": ["N": "1"]]])
        #expect(try await run(client, "DELETE FROM tbl WHERE p = 'b' AND s = 1 AND x = 1")["Items"] == [])
        let other = "DELETE FROM tbl WHERE p = 'a' AND s = 1 AND c = 'red'"
        #expect(try await refusal(client, other) == "The conditional request failed")
        #expect(
            try await refusal(client, "DELETE FROM tbl WHERE p = 'a'")
                == "Where clause does not contain a mandatory equality on all key attributes"
        )
    }

    @Test(
        arguments: [
            (
                "SELECT FROM tbl",
                "Statement wasn't well formed, can't be processed: Expected FROM, found 'tbl' at column 13"
            ),
            (
                "SELECT * FROM tbl WHERE p = 'a",
                "Statement wasn't well formed, can't be processed: Unterminated quotation at column 29"
            ),
            (
                "DROP TABLE tbl",
                "Statement wasn't well formed, can't be processed: Expected SELECT, INSERT, UPDATE or DELETE, found 'DROP' at column 1"
            ),
            ("SELECT * FROM tbl WHERE p = ?", "Number of parameters in request and statement don't match."),
            ("SELECT * FROM tbl.other", "The table does not have the specified index"),
            ("SELECT * FROM nowhere", "Requested resource not found"),
            ("EXISTS (SELECT * FROM tbl WHERE p = 'a' AND s = 1)", "EXISTS() can be used only in transactions."),
        ]
    )
    func refuses(statement: String, message: String) async throws {
        let client = try await client()
        #expect(try await refusal(client, statement) == message)
    }

    @Test func statementsOfABatchFailOneByOne() async throws {
        let client = try await client()
        let statements = [
            "UPDATE tbl SET x = 1 WHERE p = 'a' AND s = 1", "INSERT INTO tbl VALUE {'p': 'a', 's': 2}",
            "DELETE FROM nowhere WHERE p = 'a'", "SET",
        ]
        let body = JSON.object(JSON.Object([("Statements", .array(statements.map { ["Statement": .string($0)] }))]))
        let reply = try await client.call("BatchExecuteStatement", body.text)
        let duplicate: JSON = ["Code": "DuplicateItem", "Message": "Duplicate primary key exists in table"]
        let responses = reply["Responses"]?.arrayValue ?? []
        #expect(responses.count == 4)
        #expect(responses.first == ["TableName": "tbl"])
        #expect(responses.dropFirst().first == ["TableName": "tbl", "Error": duplicate])
        #expect(
            responses.compactMap { $0["Error"]?["Code"] } == ["DuplicateItem", "ResourceNotFound", "ValidationError"]
        )
        #expect(try await client.get(#"{"p":{"S":"a"},"s":{"N":"1"}}"#)?["x"] == ["N": "1"])
        let read =
            #"{"Statements":[{"Statement":"SELECT s FROM tbl WHERE p = 'a' AND s = 2"},{"Statement":"SELECT * FROM tbl WHERE p = 'a'"}]}"#
        let answers = try await client.call("BatchExecuteStatement", read)["Responses"]
        #expect(answers?[0] == ["TableName": "tbl", "Item": ["s": ["N": "2"]]])
        #expect(
            answers?[1]?["Error"]?["Message"]
                == "Select statements within BatchExecuteStatement must specify the primary key in the where clause."
        )
    }

    @Test func transactionsDoAllOrNothing() async throws {
        let client = try await client()
        func body(_ statements: String...) -> String {
            let list = statements.map { ["Statement": .string($0)] as JSON }
            return JSON.object(JSON.Object([("TransactStatements", .array(list))])).text
        }
        let check = "EXISTS (SELECT * FROM tbl WHERE p = 'a' AND s = 2 AND c = 'red')"
        let insert = "INSERT INTO tbl VALUE {'p': 'a', 's': 1}"
        let (status, refused) = try await client.send(
            "ExecuteTransaction",
            body(check, "DELETE FROM tbl WHERE p = 'a' AND s = 4", insert)
        )
        #expect(status == 400)
        #expect(
            refused["CancellationReasons"]?.arrayValue?.map { $0["Code"] } == ["None", "None", "DuplicateItem"]
        )
        #expect(try await client.get(#"{"p":{"S":"a"},"s":{"N":"4"}}"#) != nil)
        try await client.call("ExecuteTransaction", body(check, "DELETE FROM tbl WHERE p = 'a' AND s = 4"))
        #expect(try await client.get(#"{"p":{"S":"a"},"s":{"N":"4"}}"#) == nil)
        let read = try await client.call(
            "ExecuteTransaction",
            body("SELECT s FROM tbl WHERE p = 'a' AND s = 1", "SELECT * FROM tbl WHERE p = 'a' AND s = 4")
        )
        #expect(read["Responses"] == [["Item": ["s": ["N": "1"]]], [:]])
    }
}
