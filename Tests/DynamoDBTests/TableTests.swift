import DynamoDB
import JSON
import Storage
import Testing
import Wire

@Suite struct TableTests {
    private static let request = """
        {"TableName":"books","BillingMode":"PAY_PER_REQUEST","KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],
        "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}]}
        """

    @Test func aTableComesAndGoes() async throws {
        let client = try Client()
        let created = try await client.call("CreateTable", Self.request)
        #expect(created["TableDescription"]?["TableStatus"] == "CREATING")
        #expect(created["TableDescription"]?["TableArn"] == "arn:aws:dynamodb:us-east-1:000000000000:table/books")
        try await client.call("PutItem", #"{"TableName":"books","Item":{"id":{"S":"x"}}}"#)
        let described = try await client.call("DescribeTable", #"{"TableName":"books"}"#)["Table"]
        #expect(described?["TableStatus"] == "ACTIVE" && described?["ItemCount"] == 1)
        #expect(described?["TableSizeBytes"] == 3 && described?["CreationDateTime"] == .number("1700000000.000"))
        #expect(try await client.refusal("CreateTable", Self.request) == "Table already exists: books")
        let deleted = try await client.call("DeleteTable", #"{"TableName":"books"}"#)
        #expect(deleted["TableDescription"]?["TableStatus"] == "DELETING")
        #expect(
            try await client.refusal("DescribeTable", #"{"TableName":"books"}"#)
                == "Requested resource not found: Table: books not found"
        )
        #expect(try await client.call("ListTables", "{}") == ["TableNames": []])
    }

    @Test func listsInPages() async throws {
        let client = try Client()
        for name in ["ccc", "aaa", "bbb"] {
            try await client.call("CreateTable", Self.request.replacing("books", with: name))
        }
        let first = try await client.call("ListTables", #"{"Limit":2}"#)
        #expect(first == ["TableNames": ["aaa", "bbb"], "LastEvaluatedTableName": "bbb"])
        let second = try await client.call("ListTables", #"{"ExclusiveStartTableName":"bbb"}"#)
        #expect(second == ["TableNames": ["ccc"]])
    }

    @Test(arguments: [
        (
            #""BillingMode":"PAY_PER_REQUEST","#, "",
            "One or more parameter values were invalid: ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED"
        ),
        (
            #""KeyType":"HASH""#, #""KeyType":"RANGE""#,
            "Invalid KeySchema: The first KeySchemaElement is not a HASH key type"
        ),
        (
            #""AttributeDefinitions":[{"AttributeName":"id""#, #""AttributeDefinitions":[{"AttributeName":"other""#,
            "One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. "
                + "Keys: [id], AttributeDefinitions: [other]"
        ),
        (
            #"{"AttributeName":"id","AttributeType":"S"}"#, "",
            "Invalid KeySchema: Some index key attribute have no definition"
        ),
        (
            #""TableName":"books","#, #""TableName":"b!","#,
            "TableName must be at least 3 characters long and at most 255 characters long"
        ),
        (
            #""TableName":"books","#, "",
            "The parameter 'TableName' is required but was not present in the request"
        ),
        (
            #""TableName":"books","#, #""TableName":"bo!","#,
            "1 validation error detected: Value 'bo!' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+"
        ),
        (
            #""AttributeType":"S""#, #""AttributeType":"X""#,
            "1 validation error detected: Value 'X' at 'attributeDefinitions.1.member.attributeType' failed to satisfy constraint: Member must satisfy enum value set: [B, N, S]"
        ),
    ])
    func refuses(_ part: String, _ other: String, _ message: String) async throws {
        let client = try Client()
        #expect(try await client.refusal("CreateTable", Self.request.replacing(part, with: other)) == message)
    }

    private static let arn = "arn:aws:dynamodb:us-east-1:000000000000:table/tbl"
    private static let invalid = "Invalid TableArn: Invalid ResourceArn provided as input "
    private static let notFound = "Requested resource not found"

    @Test(arguments: [
        (arn + "/index/i", invalid), (arn + "/stream/2023-11-14T22:13:20.000", invalid), ("arn:aws:dynamodb", invalid),
        ("arn:aws:lambda:us-east-1:000000000000:table/tbl", invalid),
        ("arn:aws-cn:dynamodb:us-east-1:000000000000:table/tbl", invalid),
        ("arn:aws:dynamodb:eu-west-1:000000000000:table/tbl", invalid),
        ("arn:aws:dynamodb:us-east-1::table/tbl", invalid), ("arn:aws:dynamodb:us-east-1:000000000000:table/", invalid),
        ("arn:aws:dynamodb:us-east-1:000000000000:backup/tbl", invalid),
        ("arn:aws:dynamodb:us-east-1:111111111111:table/tbl", notFound), (arn + "x", notFound),
    ])
    func takesNoOtherARNForATable(_ arn: String, _ refusal: String) async throws {
        let client = try Client()
        try await client.makeTable()
        let key = #""Key":{"p":{"S":"a"}}"#
        let expected = refusal == Self.invalid ? refusal + arn : refusal
        let requests = [
            ("GetItem", #"{"TableName":"\#(arn)",\#(key)}"#),
            ("PutItem", #"{"TableName":"\#(arn)","Item":{"p":{"S":"a"}}}"#),
            ("UpdateItem", #"{"TableName":"\#(arn)",\#(key)}"#), ("DeleteItem", #"{"TableName":"\#(arn)",\#(key)}"#),
            ("Scan", #"{"TableName":"\#(arn)"}"#),
            ("BatchGetItem", #"{"RequestItems":{"\#(arn)":{"Keys":[{"p":{"S":"a"}}]}}}"#),
            ("BatchWriteItem", #"{"RequestItems":{"\#(arn)":[{"PutRequest":{"Item":{"p":{"S":"a"}}}}]}}"#),
            ("TransactWriteItems", #"{"TransactItems":[{"Delete":{"TableName":"\#(arn)",\#(key)}}]}"#),
        ]
        for (action, request) in requests {
            #expect(try await client.refusal(action, request) == expected, "\(action)")
        }
        let described = try await client.refusal("DescribeTable", #"{"TableName":"\#(arn)"}"#)
        #expect(described?.hasPrefix(expected) == true)
    }

    @Test func setUpMakesATableOnceAndRefusesAnotherKey() throws {
        let client = try Client()
        let request = try JSON(parsing: Self.request)
        #expect(try client.service.setUpTable(request))
        #expect(try !client.service.setUpTable(request))
        let other = try JSON(parsing: Self.request.replacing(#""AttributeType":"S""#, with: #""AttributeType":"N""#))
        let refusal = #expect(throws: AWSError.self) { try client.service.setUpTable(other) }
        #expect(
            refusal?.message == "Table books is there already, but its key is (id: S), not (id: N). "
                + "Delete the table, or give the new one another name."
        )
    }

    @Test func aTableIsThereAfterARestart() async throws {
        let folder = try Folder()
        let path = folder.file("state.db")
        for round in 0..<2 {
            let database = try Database(.file(path), migrations: DynamoDB.migrations)
            let client = try Client(database)
            if round == 0 {
                try await client.call("CreateTable", Self.request)
                try await client.call("PutItem", #"{"TableName":"books","Item":{"id":{"S":"x"}}}"#)
            }
            let reply = try await client.call("GetItem", #"{"TableName":"books","Key":{"id":{"S":"x"}}}"#)
            #expect(reply["Item"] == ["id": ["S": "x"]])
            database.close()
        }
    }

    @Test func batchesWriteAndRead() async throws {
        let client = try Client()
        try await client.makeTable()
        let puts = (0..<25).map { #"{"PutRequest":{"Item":{"p":{"S":"\#($0)"}}}}"# }.joined(separator: ",")
        #expect(
            try await client.call("BatchWriteItem", #"{"RequestItems":{"tbl":[\#(puts)]}}"#)["UnprocessedItems"] == [:]
        )
        let keys = (0..<30).map { #"{"p":{"S":"\#($0)"}}"# }.joined(separator: ",")
        let reply = try await client.call("BatchGetItem", #"{"RequestItems":{"tbl":{"Keys":[\#(keys)]}}}"#)
        #expect(reply["Responses"]?["tbl"]?.arrayValue?.count == 25 && reply["UnprocessedKeys"] == [:])
        #expect(
            try await client.refusal(
                "BatchGetItem",
                #"{"RequestItems":{"tbl":{"Keys":[{"p":{"S":"1"}},{"p":{"S":"1"}}]}}}"#
            )
                == "Provided list of item keys contains duplicates"
        )
        let delete = #"{"DeleteRequest":{"Key":{"p":{"S":"0"}}}}"#
        #expect(
            try await client.refusal(
                "BatchWriteItem",
                #"{"RequestItems":{"tbl":[\#(delete),{"PutRequest":{"Item":{"p":{"S":"0"}}}}]}}"#
            )
                == "Provided list of item keys contains duplicates"
        )
    }

    /// However the table is named.
    @Test func batchesTakeAnItemOnce() async throws {
        let client = try Client()
        try await client.makeTable()
        let arn = "arn:aws:dynamodb:us-east-1:000000000000:table/tbl"
        let keys = #"{"Keys":[{"p":{"S":"1"}}]}"#
        let delete = #"[{"DeleteRequest":{"Key":{"p":{"S":"1"}}}}]"#
        for (action, request) in [("BatchGetItem", keys), ("BatchWriteItem", delete)] {
            #expect(
                try await client.refusal(action, #"{"RequestItems":{"tbl":\#(request),"\#(arn)":\#(request)}}"#)
                    == "Provided list of item keys contains duplicates"
            )
        }
    }

    @Test func describesWhatItDoesNotActOn() async throws {
        let client = try Client()
        let request =
            String(Self.request.dropLast()) + """
                ,"WarmThroughput":{"ReadUnitsPerSecond":15000},"OnDemandThroughput":{"MaxReadRequestUnits":7},
                "SSESpecification":{"Enabled":true,"KMSMasterKeyId":"k"}}
                """
        let made = try await client.call("CreateTable", request)["TableDescription"]
        #expect(
            made?["WarmThroughput"]
                == ["ReadUnitsPerSecond": 15000, "WriteUnitsPerSecond": 4000, "Status": "UPDATING"]
        )
        let table = try await client.call("DescribeTable", #"{"TableName":"books"}"#)["Table"]
        #expect(
            table?["WarmThroughput"]
                == ["ReadUnitsPerSecond": 15000, "WriteUnitsPerSecond": 4000, "Status": "ACTIVE"]
        )
        #expect(table?["OnDemandThroughput"] == ["MaxReadRequestUnits": 7])
        #expect(table?["SSEDescription"]?["KMSMasterKeyArn"] == "arn:aws:kms:us-east-1:000000000000:key/k")
    }

    /// As AWS has been recorded: what a table can take is told once the table is there.
    @Test func newTablesAndThoseThatGoTellLess() async throws {
        let client = try Client()
        let index =
            #"{"IndexName":"all","KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"}}"#
        let request = String(Self.request.dropLast()) + ",\"GlobalSecondaryIndexes\":[\(index)]}"
        let made = try await client.call("CreateTable", request)["TableDescription"]
        #expect(made?["WarmThroughput"] == nil && made?["GlobalSecondaryIndexes"]?[0]?["WarmThroughput"] == nil)
        #expect(made?["BillingModeSummary"] == ["BillingMode": "PAY_PER_REQUEST"])
        let table = try await client.call("DescribeTable", #"{"TableName":"books"}"#)["Table"]
        #expect(table?["WarmThroughput"] != nil && table?["GlobalSecondaryIndexes"]?[0]?["WarmThroughput"] != nil)
        #expect(table?["BillingModeSummary"]?["LastUpdateToPayPerRequestDateTime"] != nil)
        let gone = try await client.call("DeleteTable", #"{"TableName":"books"}"#)["TableDescription"]
        #expect(gone?["TableStatus"] == "DELETING" && gone?["WarmThroughput"] == nil)
    }

    @Test(arguments: [
        (
            #""WarmThroughput":{"WriteUnitsPerSecond":3000}"#,
            "One or more parameter values were invalid: "
                + "Requested WriteUnitsPerSecond for WarmThroughput for table is lower than initial throughput for OnDemand"
        ),
        (
            #""SSESpecification":{"KMSMasterKeyId":"k"}"#,
            "One or more parameter values were invalid: "
                + "KMSMasterKeyId can not be specified if Enabled is false"
        ),
        (
            #""SSESpecification":{"Enabled":true,"SSEType":"AES256"}"#,
            "One or more parameter values were invalid: SSEType AES256 is not supported"
        ),
        (
            #""StreamSpecification":{"StreamEnabled":true}"#,
            "One or more parameter values were invalid: "
                + "Table is being created with a stream enabled, UpdateViewType is required"
        ),
        (
            #""StreamSpecification":{"StreamEnabled":false,"StreamViewType":"KEYS_ONLY"}"#,
            "One or more parameter values were invalid: "
                + "Table is being created with a stream disabled, UpdateViewType should not be specified"
        ),
        (
            #""ResourcePolicy":"x""#,
            "One or more parameter values were invalid: Invalid policy document: This policy contains invalid Json"
        ),
        (#""GlobalTableSourceArn":"x""#, "GlobalTableSourceArn: this local DynamoDB does not support it"),
    ])
    func refusesWhatItCannotDo(_ member: String, _ message: String) async throws {
        let client = try Client()
        let request = String(Self.request.dropLast()) + ",\(member)}"
        #expect(try await client.refusal("CreateTable", request) == message)
        let refusal = #expect(throws: AWSError.self) { try client.service.setUpTable(JSON(parsing: request)) }
        #expect(refusal?.message == message)
    }
}
