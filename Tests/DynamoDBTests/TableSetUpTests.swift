import DynamoDB
import JSON
import Storage
import Testing
import Wire

/// What becomes of a table that is there when the template changes.
@Suite struct TableSetUpTests {
    /// A `CreateTable` request with global indexes on attributes of their names.
    private func request(_ indexes: String..., projection: String = "ALL") throws -> JSON {
        let definitions = (["id"] + indexes).map { #"{"AttributeName":"\#($0)","AttributeType":"S"}"# }
        let list = indexes.map { name in
            """
            {"IndexName":"by_\(name)","KeySchema":[{"AttributeName":"\(name)","KeyType":"HASH"}],
            "Projection":{"ProjectionType":"\(projection)"}}
            """
        }
        let member = list.isEmpty ? "" : #", "GlobalSecondaryIndexes":[\#(list.joined(separator: ","))]"#
        return try JSON(
            parsing: """
                {"TableName":"books","BillingMode":"PAY_PER_REQUEST","KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],
                "AttributeDefinitions":[\(definitions.joined(separator: ","))]\(member)}
                """
        )
    }

    private func titles(_ client: Client, author: String) async throws -> JSON? {
        try await client.call(
            "Query",
            """
            {"TableName":"books","IndexName":"by_author","KeyConditionExpression":"author = :a",
            "ExpressionAttributeValues":{":a":{"S":"\(author)"}}}
            """
        )["Items"]
    }

    private func whole(_ client: Client) async throws -> [String] {
        while true {
            let table = try await client.call("DescribeTable", #"{"TableName":"books"}"#)["Table"]
            guard table?["TableStatus"] == "ACTIVE" else { continue }
            return (table?["GlobalSecondaryIndexes"]?.arrayValue ?? []).compactMap { $0["IndexName"]?.stringValue }
        }
    }

    @Test func newIndexesAreMadeAndFilledAndThereAfterARestart() async throws {
        let folder = try Folder()
        let path = folder.file("state.db")
        for round in 0..<3 {
            let database = try Database(.file(path), migrations: DynamoDB.migrations)
            let client = try Client(database)
            if round == 0 {
                #expect(try client.service.setUpTable(request()))
                for number in 0..<300 {
                    let item = #"{"id":{"S":"\#(number)"},"author":{"S":"\#(number % 100)"},"year":{"S":"1987"}}"#
                    try await client.call("PutItem", #"{"TableName":"books","Item":\#(item)}"#)
                }
            } else {
                // By the third round both are there.
                #expect(try !client.service.setUpTable(request("author", "year")))
                #expect(try await whole(client) == ["by_author", "by_year"])
                #expect(try await titles(client, author: "7")?.arrayValue?.count == 3)
            }
            database.close()
        }
    }

    @Test func anIndexThatTheTemplateNoLongerHasStays() async throws {
        let client = try Client()
        #expect(try client.service.setUpTable(request("author")))
        #expect(try !client.service.setUpTable(request()))
        #expect(try await whole(client) == ["by_author"])
    }

    @Test func anotherIndexOfTheSameNameIsRefused() throws {
        let client = try Client()
        #expect(try client.service.setUpTable(request("author")))
        let refusal = #expect(throws: AWSError.self) {
            try client.service.setUpTable(request("author", projection: "KEYS_ONLY"))
        }
        #expect(refusal?.message.contains("it lacks global index by_author on (author: S) with KEYS_ONLY.") == true)
    }

    @Test func aLocalIndexCannotBeAdded() throws {
        let client = try Client()
        var plain = try #require(request().objectValue)
        plain["KeySchema"] = [
            ["AttributeName": "id", "KeyType": "HASH"], ["AttributeName": "year", "KeyType": "RANGE"],
        ]
        plain["AttributeDefinitions"] = [
            ["AttributeName": "id", "AttributeType": "S"], ["AttributeName": "year", "AttributeType": "S"],
        ]
        #expect(try client.service.setUpTable(.object(plain)))
        plain["LocalSecondaryIndexes"] = [
            [
                "IndexName": "again", "KeySchema": plain["KeySchema"] ?? .null,
                "Projection": ["ProjectionType": "ALL"],
            ]
        ]
        let refusal = #expect(throws: AWSError.self) { try client.service.setUpTable(.object(plain)) }
        #expect(refusal?.message.contains("it lacks local index again on (id: S, year: S) with ALL.") == true)
    }
}
