import Dispatch
import DynamoDB
import JSON
import Storage
import Testing
import Time

@Suite struct UpdateTableTests {
    private static let provisioned = """
        {"TableName":"tbl","KeySchema":[{"AttributeName":"p","KeyType":"HASH"}],
        "AttributeDefinitions":[{"AttributeName":"p","AttributeType":"S"},{"AttributeName":"x","AttributeType":"S"}],
        "ProvisionedThroughput":{"ReadCapacityUnits":10,"WriteCapacityUnits":10},
        "GlobalSecondaryIndexes":[{"IndexName":"byX","KeySchema":[{"AttributeName":"x","KeyType":"HASH"}],
        "Projection":{"ProjectionType":"ALL"},"ProvisionedThroughput":{"ReadCapacityUnits":3,"WriteCapacityUnits":3}}]}
        """

    private static func throughput(_ read: Int, _ write: Int) -> String {
        #""ProvisionedThroughput":{"ReadCapacityUnits":\#(read),"WriteCapacityUnits":\#(write)}"#
    }

    private static func creation(_ name: String, _ attribute: String, _ type: String = "S") -> String {
        """
        "AttributeDefinitions":[{"AttributeName":"\(attribute)","AttributeType":"\(type)"}],
        "GlobalSecondaryIndexUpdates":[{"Create":{"IndexName":"\(name)","Projection":{"ProjectionType":"ALL"},
        "KeySchema":[{"AttributeName":"\(attribute)","KeyType":"HASH"}]}}]
        """
    }

    private static func deletion(_ name: String) -> String {
        #""GlobalSecondaryIndexUpdates":[{"Delete":{"IndexName":"\#(name)"}}]"#
    }

    private static func update(_ members: String) -> String { #"{"TableName":"tbl",\#(members)}"# }

    private static func describe(_ client: Client) async throws -> JSON? {
        try await client.call("DescribeTable", #"{"TableName":"tbl"}"#)["Table"]
    }

    /// The table once all its indexes are whole.
    private static func describeWhenActive(_ client: Client) async throws -> JSON? {
        for _ in 0..<10_000 {
            let table = try await describe(client)
            if table?["TableStatus"] == "ACTIVE" { return table }
        }
        return nil
    }

    @Test func changesThroughput() async throws {
        let time = ManualTime()
        let client = try Client(time: time)
        try await client.call("CreateTable", Self.provisioned)
        let first = try await client.call("UpdateTable", Self.update(Self.throughput(20, 10)))["TableDescription"]
        #expect(first?["TableStatus"] == "UPDATING")
        #expect(first?["ProvisionedThroughput"]?["ReadCapacityUnits"] == 10)
        #expect(first?["ProvisionedThroughput"]?["LastIncreaseDateTime"] == .number("1700000000.000"))
        time.advance(by: .seconds(1))
        try await client.call("UpdateTable", Self.update(Self.throughput(20, 5)))
        let table = try await Self.describe(client)
        #expect(
            table?["ProvisionedThroughput"] == [
                "LastIncreaseDateTime": .number("1700000000.000"), "LastDecreaseDateTime": .number("1700000001.000"),
                "NumberOfDecreasesToday": 1, "ReadCapacityUnits": 20, "WriteCapacityUnits": 5,
            ]
        )
        #expect(table?["TableStatus"] == "ACTIVE")
    }

    @Test func changesItsClassOnlyTwiceInThirtyDays() async throws {
        let time = ManualTime()
        let client = try Client(time: time)
        try await client.call("CreateTable", Self.provisioned)
        let update = Self.update(#""TableClass":"STANDARD_INFREQUENT_ACCESS""#)
        for _ in 0..<2 { try await client.call("UpdateTable", update) }
        #expect(
            try await client.refusal("UpdateTable", update)
                == "Subscriber limit exceeded: Update to table class are limited to 2 times in 30 day(s). "
                + "Last update at Tuesday, November 14, 2023 10:13:20 PM UTC. "
                + "Next update can be made at Thursday, December 14, 2023 10:13:20 PM UTC"
        )
        time.advance(by: .seconds(30 * 86_400))
        try await client.call("UpdateTable", update)
    }

    @Test func decreasesOnlyFourTimesInADayAndThenOnceAnHour() async throws {
        let time = ManualTime()
        let client = try Client(time: time)
        try await client.call("CreateTable", Self.provisioned)
        for units in [9, 8, 7, 6] { try await client.call("UpdateTable", Self.update(Self.throughput(units, 10))) }
        let fifth = Self.update(Self.throughput(5, 10))
        #expect(
            try await client.refusal("UpdateTable", fifth)
                == "Subscriber limit exceeded: Provisioned throughput decreases are limited within a given UTC day. "
                + "After the first 4 decreases, each subsequent decrease in the same UTC day can be performed at most "
                + "once every 3600 seconds. Number of decreases today: 4. "
                + "Last decrease at Tuesday, November 14, 2023 10:13:20 PM UTC. "
                + "Next decrease can be made at Tuesday, November 14, 2023 11:13:20 PM UTC"
        )
        time.advance(by: .seconds(3_600))
        try await client.call("UpdateTable", fifth)
        time.advance(by: .seconds(86_400))
        try await client.call("UpdateTable", Self.update(Self.throughput(4, 10)))
        #expect(try await Self.describe(client)?["ProvisionedThroughput"]?["NumberOfDecreasesToday"] == 1)
    }

    @Test func switchesTheBillingMode() async throws {
        let client = try Client()
        try await client.call("CreateTable", Self.provisioned)
        #expect(try await Self.describe(client)?["BillingModeSummary"] == nil)
        let reply = try await client.call("UpdateTable", Self.update(#""BillingMode":"PAY_PER_REQUEST""#))
        #expect(reply["TableDescription"]?["BillingModeSummary"] == ["BillingMode": "PAY_PER_REQUEST"])
        let table = try await Self.describe(client)
        #expect(table?["ProvisionedThroughput"]?["ReadCapacityUnits"] == 0)
        #expect(table?["GlobalSecondaryIndexes"]?[0]?["ProvisionedThroughput"]?["ReadCapacityUnits"] == 0)
        #expect(table?["WarmThroughput"]?["ReadUnitsPerSecond"] == 12_000)
        let back = #""BillingMode":"PROVISIONED",\#(Self.throughput(1, 1))"#
        #expect(
            try await client.refusal("UpdateTable", Self.update(back))
                == "One or more parameter values were invalid: ProvisionedThroughput must be specified for index: byX"
        )
        let index = #"{"Update":{"IndexName":"byX",\#(Self.throughput(2, 2))}}"#
        try await client.call("UpdateTable", Self.update(back + #","GlobalSecondaryIndexUpdates":[\#(index)]"#))
        let provisioned = try await Self.describe(client)
        #expect(
            provisioned?["BillingModeSummary"] == [
                "BillingMode": "PROVISIONED", "LastUpdateToPayPerRequestDateTime": .number("1700000000.000"),
            ]
        )
        #expect(provisioned?["GlobalSecondaryIndexes"]?[0]?["ProvisionedThroughput"]?["ReadCapacityUnits"] == 2)
    }

    @Test func fillsANewIndexWithTheItemsThatAreThere() async throws {
        let client = try Client()
        try await client.makeTable()
        for number in 0..<600 { try await client.put(#"{"p":{"S":"\#(number)"},"x":{"S":"\#(number % 3)"}}"#) }
        // These cannot be in the index: AWS leaves them out.
        try await client.put(#"{"p":{"S":"none"}}"#)
        try await client.put(#"{"p":{"S":"number"},"x":{"N":"1"}}"#)
        try await client.put(#"{"p":{"S":"long"},"x":{"S":"\#(String(repeating: "x", count: 2049))"}}"#)
        let reply = try await client.call("UpdateTable", Self.update(Self.creation("byX", "x")))["TableDescription"]
        #expect(reply?["GlobalSecondaryIndexes"]?[0]?["IndexStatus"] == "CREATING")
        #expect(reply?["GlobalSecondaryIndexes"]?[0]?["Backfilling"] == false)
        let table = try await Self.describeWhenActive(client)
        #expect(table?["GlobalSecondaryIndexes"]?[0]?["ItemCount"] == 600)
        #expect(table?["GlobalSecondaryIndexes"]?[0]?["Backfilling"] == nil)
        let query = """
            {"TableName":"tbl","IndexName":"byX","Select":"COUNT","KeyConditionExpression":"x = :x",
            "ExpressionAttributeValues":{":x":{"S":"1"}}}
            """
        #expect(try await client.call("Query", query)["Count"] == 200)
        // An attribute that was wrong before the index was made may stay so while others change.
        try await client.call(
            "UpdateItem",
            #"{"TableName":"tbl","Key":{"p":{"S":"number"}},"AttributeUpdates":{"y":{"Value":{"N":"1"}}}}"#
        )
        let put = #"{"TableName":"tbl","Item":{"p":{"S":"number"},"x":{"N":"1"}}}"#
        #expect(try await client.refusal("PutItem", put)?.contains("Type mismatch for Index Key x") == true)

        try await client.call("UpdateTable", Self.update(Self.deletion("byX")))
        let without = try await Self.describe(client)
        #expect(without?["GlobalSecondaryIndexes"] == nil)
        #expect(without?["AttributeDefinitions"]?.arrayValue?.count == 1)
        try await client.call("PutItem", put)
    }

    @Test func showsAndRefusesToReadAnIndexThatIsBeingFilled() async throws {
        let folder = try Folder()
        let database = try Database(.file(folder.file("state.db")), migrations: DynamoDB.migrations)
        let client = try Client(database)
        try await client.makeTable()
        try await client.put(#"{"p":{"S":"1"},"x":{"S":"1"}}"#)
        // They hold the writer before the update, and between the update and the backfill.
        let (before, between) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        database.write { _ in
            before.wait()
        } completion: { _ in
        }
        client.service.handle(client.request("UpdateTable", Self.update(Self.creation("byX", "x")))) { _ in }
        database.write { _ in
            between.wait()
        } completion: { _ in
        }
        before.signal()
        var table = try await Self.describe(client)
        for _ in 0..<100_000 where table?["TableStatus"] == "ACTIVE" { table = try await Self.describe(client) }
        #expect(table?["TableStatus"] == "UPDATING")
        #expect(table?["GlobalSecondaryIndexes"]?[0]?["IndexStatus"] == "CREATING")
        #expect(table?["GlobalSecondaryIndexes"]?[0]?["Backfilling"] == true)
        #expect(
            try await client.refusal("Scan", #"{"TableName":"tbl","IndexName":"byX"}"#)
                == "Cannot read from backfilling global secondary index: byX"
        )
        between.signal()
        _ = try await Self.describeWhenActive(client)
        #expect(try await client.call("Scan", #"{"TableName":"tbl","IndexName":"byX"}"#)["Count"] == 1)
        database.close()
    }

    @Test func indexesComeAndGoAndSurviveARestart() async throws {
        let folder = try Folder()
        let path = folder.file("state.db")
        let database = try Database(.file(path), migrations: DynamoDB.migrations)
        let client = try Client(database)
        try await client.makeTable()
        for number in 0..<300 { try await client.put(#"{"p":{"S":"\#(number)"},"x":{"S":"a"},"y":{"S":"b"}}"#) }
        try await client.call("UpdateTable", Self.update(Self.creation("byX", "x")))
        _ = try await Self.describeWhenActive(client)
        try await client.call("UpdateTable", Self.update(Self.creation("byY", "y")))
        _ = try await Self.describeWhenActive(client)
        try await client.call("UpdateTable", Self.update(Self.deletion("byX")))
        // Ends while the index is being filled, or just before or after.
        try await client.call("UpdateTable", Self.update(Self.creation("byX", "x")))
        database.close()
        let second = try Database(.file(path), migrations: DynamoDB.migrations)
        let reopened = try Client(second)
        _ = try await Self.describeWhenActive(reopened)
        for index in ["byX", "byY"] {
            let scan = #"{"TableName":"tbl","IndexName":"\#(index)","Select":"COUNT"}"#
            #expect(try await reopened.call("Scan", scan)["Count"] == 300)
        }
        second.close()
    }

    @Test func changesSettings() async throws {
        let client = try Client()
        try await client.makeTable()
        for change in [
            #""DeletionProtectionEnabled":true"#, #""TableClass":"STANDARD_INFREQUENT_ACCESS""#,
            #""SSESpecification":{"Enabled":true}"#, #""WarmThroughput":{"ReadUnitsPerSecond":13000}"#,
            #""BillingMode":"PAY_PER_REQUEST","OnDemandThroughput":{"MaxReadRequestUnits":5}"#,
        ] {
            try await client.call("UpdateTable", Self.update(change))
        }
        let table = try await Self.describe(client)
        #expect(table?["DeletionProtectionEnabled"] == true)
        #expect(
            table?["TableClassSummary"]
                == ["TableClass": "STANDARD_INFREQUENT_ACCESS", "LastUpdateDateTime": .number("1700000000.000")]
        )
        #expect(table?["SSEDescription"]?["Status"] == "ENABLED")
        #expect(table?["OnDemandThroughput"] == ["MaxReadRequestUnits": 5])
        #expect(table?["WarmThroughput"]?["ReadUnitsPerSecond"] == 13_000)
        #expect(try await client.refusal("DeleteTable", #"{"TableName":"tbl"}"#) != nil)
    }

    private static let refusals: [(String, String)] = [
        (
            #""AttributeDefinitions":[]"#,
            "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates, "
                + "SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, ReplicaTransitRoleArn, "
                + "MultiRegionConsistency, DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass "
                + "is required"
        ),
        (
            #""DeletionProtectionEnabled":true,"GlobalSecondaryIndexUpdates":[]"#,
            "One or more parameter values were invalid: List of GlobalSecondaryIndexUpdates is empty"
        ),
        (
            #""GlobalSecondaryIndexUpdates":[{"Delete":{"IndexName":"abc"},"Update":{"IndexName":"abd"}}]"#,
            "One or more parameter values were invalid: "
                + "Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object"
        ),
        (
            creation("other", "y").replacing(#""AttributeDefinitions""#, with: #""AttributeDefinition""#),
            "One or more parameter values were invalid: AttributeDefinitions is not specified for index: other"
        ),
        (
            #""DeletionProtectionEnabled":true,"TableClass":"STANDARD","SSESpecification":{"Enabled":true}"#,
            "One or more parameter values were invalid: "
                + "Server-Side Encryption modification must be the only operation in the request"
        ),
        (
            #""DeletionProtectionEnabled":true,"BillingMode":"PAY_PER_REQUEST""#,
            "One or more parameter values were invalid: "
                + "DeletionProtection modification must be the only operation in the request"
        ),
        (
            creation("other", "y") + #","WarmThroughput":{"ReadUnitsPerSecond":13000}"#,
            "One or more parameter values were invalid: "
                + "Create global secondary index cannot be specified when updating WarmThroughput"
        ),
        (
            #""OnDemandThroughput":{"MaxReadRequestUnits":5},\#(throughput(20, 20))"#,
            "One or more parameter values were invalid: "
                + "OnDemandThroughput can only be combined with BillingMode in an UpdateTable request"
        ),
        (
            creation("other", "y") + "," + throughput(20, 20),
            "One or more parameter values were invalid: You cannot create or delete index while updating table IOPS"
        ),
        (
            deletion("byX") + #","StreamSpecification":{"StreamEnabled":true,"StreamViewType":"KEYS_ONLY"}"#,
            "One or more parameter values were invalid: "
                + "You cannot create or delete index while changing stream status"
        ),
        (
            #""OnDemandThroughput":{"MaxWriteRequestUnits":1}"#,
            "One or more parameter values were invalid: "
                + "MaxWriteRequestUnits for OnDemandThroughput cannot be specified when table BillingMode is PROVISIONED."
        ),
        (
            #""BillingMode":"PROVISIONED""#,
            "One or more parameter values were invalid: "
                + "ProvisionedThroughput must be specified when BillingMode is PROVISIONED"
        ),
        (
            #""BillingMode":"PAY_PER_REQUEST",\#(throughput(1, 1))"#,
            "One or more parameter values were invalid: "
                + "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST"
        ),
        (
            throughput(1_000_000_000_001, 1), "Given value 1000000000001 for ReadCapacityUnits is out of bounds"
        ),
        (
            throughput(10, 10),
            "The provisioned throughput for the table will not change. The requested value equals the current value. "
                + "Current ReadCapacityUnits provisioned for the table: 10. Requested ReadCapacityUnits: 10. "
                + "Current WriteCapacityUnits provisioned for the table: 10. Requested WriteCapacityUnits: 10. "
                + "Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits."
        ),
        (
            #""GlobalSecondaryIndexUpdates":[{}]"#,
            "One or more parameter values were invalid: One of GlobalSecondaryIndexUpdate.Update, "
                + "GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null"
        ),
        (
            #""GlobalSecondaryIndexUpdates":[{"Delete":{"IndexName":"abc"}},{"Delete":{"IndexName":"abc"}}]"#,
            "One or more parameter values were invalid: "
                + "Only one global secondary index update per index is allowed simultaneously. Index: abc"
        ),
        (
            #""GlobalSecondaryIndexUpdates":[{"Delete":{"IndexName":"abc"}},{"Delete":{"IndexName":"abd"}}]"#,
            "Subscriber limit exceeded: "
                + "Only 1 online index can be created or deleted simultaneously per table"
        ),
        (creation("byX", "x"), "Attempting to create an index which already exists"),
        (
            creation("other", "y").replacing(
                #""AttributeName":"y","AttributeType""#,
                with: #""AttributeName":"z","AttributeType""#
            ),
            "One or more parameter values were invalid: Some index key attributes are not defined in "
                + "AttributeDefinitions. Keys: [y], AttributeDefinitions: [z]"
        ),
        (
            creation("other", "x", "N").replacing(#""Projection""#, with: #"\#(throughput(1, 1)),"Projection""#),
            "One or more parameter values were invalid: Attributes cannot be redefined. "
                + "Please check that your attribute has the same type as previously defined. "
                + "Existing schema: Schema:[SchemaElement: key{x:S:HASH}] "
                + "New schema: Schema:[SchemaElement: key{x:N:HASH}]"
        ),
        (deletion("none"), "Requested resource not found: Index none for table tbl"),
        (
            #""GlobalSecondaryIndexUpdates":[{"Update":{"IndexName":"none",\#(throughput(1, 1_000_000_000_001))}}]"#,
            "This operation cannot be performed with given input values. "
                + "Please contact DynamoDB service team for more info: Action Blocked: IndexUpdate"
        ),
        (
            #""ReplicaUpdates":[{"Create":{"RegionName":"eu-west-1"}}]"#,
            "ReplicaUpdates: this local DynamoDB has no global tables"
        ),
        (
            #""WarmThroughput":{"ReadUnitsPerSecond":1}"#,
            "One or more parameter values were invalid: Requested ReadUnitsPerSecond for WarmThroughput for table is "
                + "lower than current WarmThroughput, decreasing WarmThroughput is not supported"
        ),
    ]

    @Test(arguments: refusals)
    func refuses(_ members: String, _ message: String) async throws {
        let client = try Client()
        try await client.call("CreateTable", Self.provisioned)
        let before = try await Self.describe(client)
        #expect(try await client.refusal("UpdateTable", Self.update(members)) == message)
        #expect(try await Self.describe(client) == before)
    }

    @Test func refusesATableThatIsNotThere() async throws {
        #expect(
            try await Client().refusal("UpdateTable", Self.update(#""BillingMode":"PAY_PER_REQUEST""#))
                == "Requested resource not found: Table: tbl not found"
        )
    }
}
