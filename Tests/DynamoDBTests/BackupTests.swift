import DynamoDB
import JSON
import Storage
import Testing
import Time

/// Backups, and tables made of them.
@Suite struct BackupTests {
    /// `tbl` with two items, of which one is in the global index `byC`, and none in the local one.
    private func client(_ database: Database? = nil, time: ManualTime = ManualTime()) async throws -> Client {
        let client = try Client(database, time: time)
        try await client.makeTable(
            sort: "N",
            """
            ,"GlobalSecondaryIndexes":[{"IndexName":"byC","KeySchema":[{"AttributeName":"c","KeyType":"HASH"}],
            "Projection":{"ProjectionType":"ALL"}}],"Tags":[{"Key":"k","Value":"v"}],
            "StreamSpecification":{"StreamEnabled":true,"StreamViewType":"KEYS_ONLY"}
            """,
            attributes: #",{"AttributeName":"c","AttributeType":"S"}"#
        )
        try await client.put(#"{"p":{"S":"a"},"s":{"N":"1"},"c":{"S":"red"}}"#)
        try await client.put(#"{"p":{"S":"a"},"s":{"N":"2"}}"#)
        return client
    }

    private func backup(_ client: Client, _ name: String = "first") async throws -> String {
        let body = #"{"TableName":"tbl","BackupName":"\#(name)"}"#
        let details = try await client.call("CreateBackup", body)["BackupDetails"]
        #expect(details?["BackupStatus"] == "CREATING")
        return try #require(details?["BackupArn"]?.stringValue)
    }

    private func restore(_ client: Client, _ arn: String, _ more: String = "") async throws -> JSON {
        try await client.call("RestoreTableFromBackup", #"{"TargetTableName":"new","BackupArn":"\#(arn)"\#(more)}"#)
    }

    private func count(_ client: Client, _ table: String, _ index: String? = nil) async throws -> JSON? {
        let more = index.map { #","IndexName":"\#($0)""# } ?? ""
        return try await client.call("Scan", #"{"TableName":"\#(table)"\#(more)}"#)["Count"]
    }

    @Test func whatWasIsRestoredWithItsIndexes() async throws {
        let client = try await client()
        let arn = try await backup(client)
        #expect(arn.hasPrefix("arn:aws:dynamodb:us-east-1:000000000000:table/tbl/backup/01700000000000-"))
        try await client.put(#"{"p":{"S":"b"},"s":{"N":"1"},"c":{"S":"red"}}"#)
        try await client.call("DeleteTable", #"{"TableName":"tbl"}"#)

        let made = try await restore(client, arn)["TableDescription"]
        #expect(made?["RestoreSummary"]?["RestoreInProgress"] == true)
        #expect(try await count(client, "new") == 2)
        #expect(try await count(client, "new", "byC") == 1)
        let table = try await client.call("DescribeTable", #"{"TableName":"new"}"#)["Table"]
        #expect(
            table?["RestoreSummary"] == [
                "SourceBackupArn": .string(arn),
                "SourceTableArn": "arn:aws:dynamodb:us-east-1:000000000000:table/tbl",
                "RestoreDateTime": .number("1700000000.000"), "RestoreInProgress": false,
            ]
        )
        // As on AWS, these are not restored.
        #expect(table?["StreamSpecification"] == nil)
        let resource = #"{"ResourceArn":"arn:aws:dynamodb:us-east-1:000000000000:table/new"}"#
        #expect(try await client.call("ListTagsOfResource", resource)["Tags"] == [])
        let again = #"{"TargetTableName":"new","BackupArn":"\#(arn)"}"#
        #expect(try await client.refusal("RestoreTableFromBackup", again) == "Table already exists: new")
    }

    @Test func indexesMayBeLeftOutAndModesChanged() async throws {
        let client = try await client()
        let arn = try await backup(client)
        let refused =
            #"{"TargetTableName":"new","BackupArn":"\#(arn)","GlobalSecondaryIndexOverride":[{"IndexName":"other","KeySchema":[{"AttributeName":"c","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"}}]}"#
        #expect(
            try await client.refusal("RestoreTableFromBackup", refused)
                == "Indexes provided should match existing secondary indexes of the table being restored"
        )
        let more = """
            ,"GlobalSecondaryIndexOverride":[],"BillingModeOverride":"PROVISIONED",
            "ProvisionedThroughputOverride":{"ReadCapacityUnits":3,"WriteCapacityUnits":4}
            """
        let made = try await restore(client, arn, more)["TableDescription"]
        #expect(made?["GlobalSecondaryIndexes"] == nil)
        #expect(made?["AttributeDefinitions"]?.arrayValue?.count == 2)
        #expect(made?["ProvisionedThroughput"]?["WriteCapacityUnits"] == 4)
        #expect(try await count(client, "new") == 2)
    }

    @Test func backupsAreListedShownAndDeleted() async throws {
        let time = ManualTime()
        let client = try await client(time: time)
        let first = try await backup(client)
        time.advance(by: .seconds(60))
        let second = try await backup(client, "second")
        func list(_ body: String) async throws -> [String] {
            let reply = try await client.call("ListBackups", body)
            return (reply["BackupSummaries"]?.arrayValue ?? []).compactMap { $0["BackupArn"]?.stringValue }
        }
        #expect(try await list("{}") == [first, second])
        #expect(try await list(#"{"TableName":"other"}"#) == [])
        #expect(try await list(#"{"BackupType":"SYSTEM"}"#) == [])
        #expect(try await list(#"{"TimeRangeLowerBound":1700000060}"#) == [second])
        #expect(try await list(#"{"TimeRangeUpperBound":1700000060}"#) == [first])
        let page = try await client.call("ListBackups", #"{"Limit":1}"#)
        #expect(page["LastEvaluatedBackupArn"] == .string(first))
        #expect(try await list(#"{"ExclusiveStartBackupArn":"\#(first)"}"#) == [second])

        let shown = try await client.call("DescribeBackup", #"{"BackupArn":"\#(second)"}"#)["BackupDescription"]
        #expect(shown?["BackupDetails"]?["BackupStatus"] == "AVAILABLE")
        #expect(shown?["BackupDetails"]?["BackupName"] == "second")
        #expect(shown?["SourceTableDetails"]?["ItemCount"] == 2)
        #expect(shown?["SourceTableFeatureDetails"]?["GlobalSecondaryIndexes"]?[0]?["IndexName"] == "byC")
        #expect(shown?["SourceTableFeatureDetails"]?["StreamDescription"]?["StreamViewType"] == "KEYS_ONLY")

        let deleted = try await client.call("DeleteBackup", #"{"BackupArn":"\#(first)"}"#)["BackupDescription"]
        #expect(deleted?["BackupDetails"]?["BackupStatus"] == "DELETED")
        #expect(try await list("{}") == [second])
        for action in ["DescribeBackup", "DeleteBackup"] {
            let message = try await client.refusal(action, #"{"BackupArn":"\#(first)"}"#)
            #expect(message == "Backup not found: \(first)")
        }
        try await client.service.reset()
        #expect(try await list("{}") == [])
    }

    @Test func backupsOutliveARestart() async throws {
        let database = try Database(.memory, migrations: DynamoDB.migrations)
        let arn = try await backup(try await client(database))
        let later = try Client(database)
        _ = try await restore(later, arn)
        #expect(try await count(later, "new") == 2)
    }

    @Test func theLatestStateIsRestoredWhereThatIsOn() async throws {
        let client = try await client()
        func body(_ source: String, _ target: String, _ more: String = #","UseLatestRestorableTime":true"#) -> String {
            #"{"SourceTableName":"\#(source)","TargetTableName":"\#(target)"\#(more)}"#
        }
        let action = "RestoreTableToPointInTime"
        #expect(try await client.refusal(action, body("none", "new")) == "Source table not found: none")
        #expect(try await client.refusal(action, body("tbl", "tbl")) == "Table already exists: tbl")
        #expect(
            try await client.refusal(action, body("tbl", "new"))
                == "Point in time recovery is not enabled for table 'tbl'"
        )
        try await client.call(
            "UpdateContinuousBackups",
            #"{"TableName":"tbl","PointInTimeRecoverySpecification":{"PointInTimeRecoveryEnabled":true}}"#
        )
        #expect(
            try await client.refusal(action, body("tbl", "new", #","RestoreDateTime":1700000000"#))
                == "Hearth keeps no past states of tables: use UseLatestRestorableTime"
        )
        try await client.call(action, body("tbl", "new"))
        #expect(try await count(client, "new", "byC") == 1)
    }
}
