import JSON
import ServiceKit
import ServiceTesting
import Storage
import Testing
import Wire

@testable import DynamoDB

/// Requests of every action in which one member after the other is wrong in every way. The members come from the shape of
/// the action's own requests, so that none is forgotten.
@Suite struct BadInputTests {
    private static let arn = "arn:aws:dynamodb:us-east-1:000000000000:table/tbl"
    private static let item = #""p":{"S":"k"}"#

    /// A request of each action that succeeds, with as many members as can stand together.
    private static let requests: [String: String] = [
        "CreateTable": """
        {"TableName":"new","BillingMode":"PROVISIONED","KeySchema":[{"AttributeName":"p","KeyType":"HASH"}],
        "AttributeDefinitions":[{"AttributeName":"p","AttributeType":"S"},{"AttributeName":"x","AttributeType":"S"}],
        "ProvisionedThroughput":{"ReadCapacityUnits":1,"WriteCapacityUnits":1},"Tags":[{"Key":"k","Value":"v"}],
        "GlobalSecondaryIndexes":[{"IndexName":"byX","KeySchema":[{"AttributeName":"x","KeyType":"HASH"}],
        "Projection":{"ProjectionType":"INCLUDE","NonKeyAttributes":["y"]},
        "ProvisionedThroughput":{"ReadCapacityUnits":1,"WriteCapacityUnits":1}}],
        "SSESpecification":{"Enabled":true},"DeletionProtectionEnabled":false,"TableClass":"STANDARD",
        "StreamSpecification":{"StreamEnabled":true,"StreamViewType":"KEYS_ONLY"}}
        """,
        "UpdateTable": """
        {"TableName":"tbl","BillingMode":"PAY_PER_REQUEST",
        "AttributeDefinitions":[{"AttributeName":"x","AttributeType":"S"}],
        "GlobalSecondaryIndexUpdates":[{"Create":{"IndexName":"byX","Projection":{"ProjectionType":"ALL"},
        "KeySchema":[{"AttributeName":"x","KeyType":"HASH"}]}}]}
        """,
        "DescribeTable": #"{"TableName":"tbl"}"#,
        "ListTables": #"{"Limit":5,"ExclusiveStartTableName":"abc"}"#,
        "DeleteTable": #"{"TableName":"tbl"}"#,
        "PutItem": """
        {"TableName":"tbl","Item":{\(item),"n":{"N":"2"},"l":{"L":[{"BOOL":true},{"NULL":true}]},"m":{"M":{"b":{"B":"YQ=="}}},
        "ss":{"SS":["a"]},"ns":{"NS":["1"]},"bs":{"BS":["YQ=="]}},"ConditionExpression":"#n < :two",
        "ExpressionAttributeNames":{"#n":"n"},"ExpressionAttributeValues":{":two":{"N":"2"}},
        "ReturnValues":"ALL_OLD","ReturnConsumedCapacity":"TOTAL","ReturnItemCollectionMetrics":"SIZE",
        "ReturnValuesOnConditionCheckFailure":"ALL_OLD"}
        """,
        "GetItem": """
        {"TableName":"tbl","Key":{\(item)},"ConsistentRead":true,"ProjectionExpression":"#n",
        "ExpressionAttributeNames":{"#n":"n"},"ReturnConsumedCapacity":"INDEXES"}
        """,
        "UpdateItem": """
        {"TableName":"tbl","Key":{\(item)},"UpdateExpression":"SET #n = :two","ConditionExpression":"#n < :two",
        "ExpressionAttributeNames":{"#n":"n"},"ExpressionAttributeValues":{":two":{"N":"2"}},
        "ReturnValues":"ALL_NEW"}
        """,
        "DeleteItem": """
        {"TableName":"tbl","Key":{\(item)},"Expected":{"n":{"ComparisonOperator":"EQ",
        "AttributeValueList":[{"N":"1"}]}},"ReturnValues":"ALL_OLD"}
        """,
        "Query": """
        {"TableName":"tbl","KeyConditions":{"p":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"k"}]}},
        "QueryFilter":{"n":{"ComparisonOperator":"GT","AttributeValueList":[{"N":"0"}]}},"Limit":3,
        "ScanIndexForward":true,"Select":"ALL_ATTRIBUTES","ConsistentRead":false}
        """,
        "Scan": """
        {"TableName":"tbl","FilterExpression":"#n < :two","ExpressionAttributeNames":{"#n":"n"},
        "ExpressionAttributeValues":{":two":{"N":"2"}},"Segment":0,"TotalSegments":1,"Limit":2,"Select":"COUNT"}
        """,
        "BatchGetItem": """
        {"RequestItems":{"tbl":{"Keys":[{\(item)}],"ConsistentRead":true,"ProjectionExpression":"#n",
        "ExpressionAttributeNames":{"#n":"n"}}},"ReturnConsumedCapacity":"TOTAL"}
        """,
        "BatchWriteItem": #"{"RequestItems":{"tbl":[{"PutRequest":{"Item":{\#(item)}}}]}}"#,
        "TransactGetItems": #"{"TransactItems":[{"Get":{"TableName":"tbl","Key":{\#(item)}}}]}"#,
        "TransactWriteItems": """
        {"ClientRequestToken":"t","TransactItems":[{"Put":{"TableName":"tbl","Item":{"p":{"S":"other"}},
        "ConditionExpression":"attribute_not_exists(p)"}}]}
        """,
        "ExecuteStatement": """
        {"Statement":"UPDATE tbl SET a = ? WHERE p = 'k'","Parameters":[{"S":"x"}],"ReturnConsumedCapacity":"TOTAL",
        "ReturnValuesOnConditionCheckFailure":"ALL_OLD","Limit":3,"ConsistentRead":true}
        """,
        "BatchExecuteStatement": """
        {"Statements":[{"Statement":"SELECT * FROM tbl WHERE p = ?","Parameters":[{"S":"k"}],"ConsistentRead":true}],
        "ReturnConsumedCapacity":"TOTAL"}
        """,
        "ExecuteTransaction": """
        {"TransactStatements":[{"Statement":"INSERT INTO tbl VALUE {'p': ?}","Parameters":[{"S":"other"}]}],
        "ClientRequestToken":"t","ReturnConsumedCapacity":"TOTAL"}
        """,
        "UpdateTimeToLive": #"{"TableName":"tbl","TimeToLiveSpecification":{"Enabled":true,"AttributeName":"t"}}"#,
        "DescribeTimeToLive": #"{"TableName":"tbl"}"#,
        "TagResource": #"{"ResourceArn":"\#(arn)","Tags":[{"Key":"k","Value":"v"}]}"#,
        "UntagResource": #"{"ResourceArn":"\#(arn)","TagKeys":["k"]}"#,
        "ListTagsOfResource": #"{"ResourceArn":"\#(arn)"}"#,
        "PutResourcePolicy": #"{"ResourceArn":"\#(arn)","Policy":"{}","ExpectedRevisionId":"NO_POLICY"}"#,
        "GetResourcePolicy": #"{"ResourceArn":"\#(arn)"}"#,
        "DeleteResourcePolicy": #"{"ResourceArn":"\#(arn)"}"#,
        "DescribeContinuousBackups": #"{"TableName":"tbl"}"#,
        "UpdateContinuousBackups":
            #"{"TableName":"tbl","PointInTimeRecoverySpecification":{"PointInTimeRecoveryEnabled":true}}"#,
        "CreateBackup": #"{"TableName":"tbl","BackupName":"first"}"#,
        "DescribeBackup": #"{"BackupArn":"\#(arn)/backup/01700000000000-00000000"}"#,
        "DeleteBackup": #"{"BackupArn":"\#(arn)/backup/01700000000000-00000000"}"#,
        "RestoreTableFromBackup": """
        {"BackupArn":"\(arn)/backup/01700000000000-00000000","TargetTableName":"new",
        "BillingModeOverride":"PAY_PER_REQUEST"}
        """,
        "RestoreTableToPointInTime": """
        {"SourceTableName":"tbl","TargetTableName":"new","UseLatestRestorableTime":true,
        "GlobalSecondaryIndexOverride":[]}
        """,
        "ListBackups": #"{"TableName":"tbl","Limit":3}"#,
        "ListExports": #"{"MaxResults":3}"#,
        "ListImports": #"{"PageSize":3}"#,
        "ListGlobalTables": #"{"Limit":3}"#,
        "DescribeContributorInsights": #"{"TableName":"tbl"}"#,
        "ListContributorInsights": #"{"TableName":"tbl"}"#,
        "DescribeKinesisStreamingDestination": #"{"TableName":"tbl"}"#,
        "DescribeTableReplicaAutoScaling": #"{"TableName":"tbl"}"#,
        "DescribeLimits": "{}",
        "DescribeEndpoints": "{}",
        "ListStreams": #"{"TableName":"tbl","Limit":3}"#,
        "DescribeStream": #"{"StreamArn":"\#(arn)/stream/2023-11-14T22:13:20.000","Limit":3}"#,
        "GetShardIterator": """
        {"StreamArn":"\(arn)/stream/2023-11-14T22:13:20.000","ShardId":"shardId-00000001700000000000-00000001",
        "ShardIteratorType":"LATEST"}
        """,
        "GetRecords": #"{"ShardIterator":"\#(arn)|1|","Limit":3}"#,
    ]

    /// Without what only another request makes.
    private static let unanswered = [
        "GetResourcePolicy", "GetShardIterator", "GetRecords", "DescribeBackup", "DeleteBackup",
        "RestoreTableFromBackup", "RestoreTableToPointInTime",
    ]

    private static let actions = (DynamoDB.operations + DynamoDB.streamsOperations).map { $0.name }

    @Test func everyActionHasARequest() { #expect(Set(Self.actions) == Set(Self.requests.keys)) }

    @Test(arguments: actions)
    func isRefusedAndChangesNothing(_ action: String) async throws {
        let operations: [any Operation<DynamoDB>.Type] = DynamoDB.operations + DynamoDB.streamsOperations
        let operation = try #require(operations.first { $0.name == action })
        let request = try JSON(parsing: #require(Self.requests[action]))
        var bench = try await Bench(action)
        if !Self.unanswered.contains(action) { try await bench.answer(request.text) }
        for bad in BadInput.all(request, operation.input, custom: Self.attributeValues) { try await bench.send(bad) }
        for bad in BadInput.malformed { try await bench.send(bad) }
    }

    /// Values of attributes that are none, or none that DynamoDB takes.
    private static var attributeValues: [JSON] {
        let deep = (0..<40).reduce(["S": "x"] as JSON) { value, _ in ["L": [value]] }
        return [
            [:], ["S": .null], ["S": 1], ["N": 1], ["N": "x"], ["N": "1e999"], ["N": ""], ["B": "?"], ["B": 1],
            ["B": ""],
            ["BOOL": "maybe"], ["NULL": false], ["SS": []], ["SS": "x"], ["SS": [1]], ["SS": ["a", "a"]], ["NS": ["x"]],
            ["BS": ["?"]], ["L": [:]], ["L": [1]], ["M": []], ["M": ["": ["S": "x"]]], ["X": "x"],
            ["S": "a", "N": "1"], deep,
            ["S": .string(String(repeating: "x", count: 410_000))],
        ]
    }
}

/// A table with one item, to which requests are sent.
private struct Bench {
    private let action: String
    private var client: Client
    private var before: [JSON] = []
    private var changes = 0

    init(_ action: String) async throws {
        self.action = action
        client = try Client()
        try await set()
    }

    private mutating func set() async throws {
        client = try Client()
        try await client.makeTable(#","StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_IMAGE"}"#)
        try await client.put(#"{"p":{"S":"k"},"n":{"N":"1"}}"#)
        before = try await state()
        changes = try countChanges()
    }

    /// Of rows in the store, those included that were undone.
    private func countChanges() throws -> Int {
        try client.service.context.database.readAndWait { connection in
            try connection.first("SELECT total_changes()") { $0.integer(0) } ?? 0
        }
    }

    private func state() async throws -> [JSON] {
        [
            try await client.send("Scan", #"{"TableName":"tbl"}"#).body,
            try await client.send("DescribeTable", #"{"TableName":"tbl"}"#).body,
            try await client.send("ListTables", "{}").body,
        ]
    }

    /// Sends a request that nothing is wrong with.
    mutating func answer(_ body: String) async throws {
        try await client.call(action, body)
        try await set()
    }

    mutating func send(_ bad: BadInput) async throws {
        let (status, body) = try await client.send(action, bad.body)
        let shown = "\(action) \(bad.body.prefix(300)): \(status) \(body.text.prefix(300))"
        guard status == 400 else {
            #expect(status == 200 && bad.expectation == .noFailure, "\(shown)")
            return try await set()
        }
        let type = body["__type"]?.stringValue?.split(separator: "#").map(String.init) ?? []
        #expect(type.count == 2 && type.last?.hasSuffix("Exception") == true, "\(shown)")
        #expect(type.first == DynamoDB.namespace(ofError: type.last ?? ""), "\(shown)")
        if bad.expectation == .serializationException { #expect(type.last == "SerializationException", "\(shown)") }
        guard try countChanges() != changes else { return }
        #expect(try await state() == before, "\(shown)")
        try await set()
    }
}
