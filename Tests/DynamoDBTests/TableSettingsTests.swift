import JSON
import Testing
import Time

/// What is kept of tables besides their definition, and what is answered of what they do not have.
@Suite struct TableSettingsTests {
    private static let table = #"{"TableName":"tbl"}"#
    private static let arn = "arn:aws:dynamodb:us-east-1:000000000000:table/tbl"

    private static func put(_ policy: String, expected: String? = nil) -> String {
        let revision = expected.map { #","ExpectedRevisionId":"\#($0)""# } ?? ""
        return #"{"ResourceArn":"\#(arn)","Policy":"\#(policy)"\#(revision)}"#
    }

    @Test func aTableComesWithItsPolicy() async throws {
        let client = try Client()
        try await client.makeTable(#","ResourcePolicy":"{\"Version\":\"2012-10-17\"}""#)
        let policy = try await client.call("GetResourcePolicy", #"{"ResourceArn":"\#(Self.arn)"}"#)
        #expect(policy == ["Policy": #"{"Version":"2012-10-17"}"#, "RevisionId": "1700000000000"])
    }

    @Test func keepsAPolicyWithItsRevision() async throws {
        let client = try Client()
        try await client.makeTable()
        let resource = #"{"ResourceArn":"\#(Self.arn)"}"#
        let missing = "Resource-based policy not found for the provided ResourceArn: "
        #expect(try await client.refusal("GetResourcePolicy", resource) == missing + Self.arn)
        let first = try await client.call("PutResourcePolicy", Self.put("{}", expected: "NO_POLICY"))
        #expect(first == ["RevisionId": "1700000000000"])
        #expect(try await client.call("PutResourcePolicy", Self.put("{}")) == first)
        let second = try await client.call("PutResourcePolicy", Self.put("{ }", expected: "1700000000000"))
        #expect(second == ["RevisionId": "1700000000001"])
        #expect(
            try await client.refusal("PutResourcePolicy", Self.put("{}", expected: "1700000000000"))
                == missing + "Requested update for policy with revision id 1700000000000, but the policy associated to "
                + "target table tbl has revision id 1700000000001."
        )
        #expect(
            try await client.refusal("PutResourcePolicy", Self.put("{}", expected: "NO_POLICY"))
                == missing + "Requested policy update expecting none to be present for table tbl, "
                + "but a policy exists with revision id 1700000000001."
        )
        #expect(try await client.call("GetResourcePolicy", resource)["Policy"] == "{ }")
        #expect(try await client.call("DeleteResourcePolicy", resource) == second)
        #expect(try await client.call("DeleteResourcePolicy", resource) == [:])
    }

    @Test func keepsThePolicyOfAStreamWhileThereIsThatStream() async throws {
        let time = ManualTime()
        let client = try Client(time: time)
        let stream = #","StreamSpecification":{"StreamEnabled":true,"StreamViewType":"KEYS_ONLY"}"#
        try await client.makeTable(stream)
        let table = try await client.call("DescribeTable", Self.table)
        let arn = try #require(table["Table"]?["LatestStreamArn"]?.stringValue)
        let resource = #"{"ResourceArn":"\#(arn)"}"#
        let missing = "Resource-based policy not found for the provided ResourceArn: "
        #expect(try await client.refusal("GetResourcePolicy", resource) == missing + arn)
        try await client.call("PutResourcePolicy", #"{"ResourceArn":"\#(arn)","Policy":"{}"}"#)
        #expect(try await client.call("GetResourcePolicy", resource)["Policy"] == "{}")
        #expect(
            try await client.refusal("GetResourcePolicy", #"{"ResourceArn":"\#(Self.arn)"}"#) == missing + Self.arn
        )
        try await client.call("UpdateTable", #"{"TableName":"tbl","StreamSpecification":{"StreamEnabled":false}}"#)
        time.advance(by: .seconds(86_401))
        try await client.call("UpdateTable", #"{"TableName":"tbl"\#(stream)}"#)
        #expect(
            try await client.refusal("GetResourcePolicy", resource)
                == "Requested resource not found: Stream: \(arn) not found"
        )
        let next = try await client.call("DescribeTable", Self.table)
        let nextARN = try #require(next["Table"]?["LatestStreamArn"]?.stringValue)
        #expect(
            try await client.refusal("GetResourcePolicy", #"{"ResourceArn":"\#(nextARN)"}"#) == missing + nextARN
        )
    }

    @Test func keepsWhetherATableCouldBeRestored() async throws {
        let time = ManualTime()
        let client = try Client(time: time)
        try await client.makeTable()
        let off: JSON = [
            "ContinuousBackupsDescription": [
                "ContinuousBackupsStatus": "ENABLED",
                "PointInTimeRecoveryDescription": ["PointInTimeRecoveryStatus": "DISABLED"],
            ]
        ]
        #expect(try await client.call("DescribeContinuousBackups", Self.table) == off)
        func update(_ members: String) -> String {
            #"{"TableName":"tbl","PointInTimeRecoverySpecification":{\#(members)}}"#
        }
        try await client.call("UpdateContinuousBackups", update(#""PointInTimeRecoveryEnabled":true"#))
        time.advance(by: .seconds(600))
        let on = try await client.call("DescribeContinuousBackups", Self.table)["ContinuousBackupsDescription"]
        #expect(
            on?["PointInTimeRecoveryDescription"] == [
                "PointInTimeRecoveryStatus": "ENABLED", "RecoveryPeriodInDays": 35,
                "EarliestRestorableDateTime": .number("1700000000.000"),
                "LatestRestorableDateTime": .number("1700000300.000"),
            ]
        )
        #expect(
            try await client.call("UpdateContinuousBackups", update(#""PointInTimeRecoveryEnabled":false"#)) == off
        )
        #expect(
            try await client.refusal("DescribeContinuousBackups", #"{"TableName":"none"}"#) == "Table not found: none"
        )
    }

    @Test(
        arguments: [
            ("ListBackups", ["BackupSummaries": []]),
            ("ListExports", ["ExportSummaries": []]),
            ("ListImports", ["ImportSummaryList": []]),
            ("ListGlobalTables", ["GlobalTables": []]),
            ("ListContributorInsights", ["ContributorInsightsSummaries": []]),
            ("DescribeContributorInsights", ["TableName": "tbl", "ContributorInsightsStatus": "DISABLED"]),
            ("DescribeKinesisStreamingDestination", ["TableName": "tbl", "KinesisDataStreamDestinations": []]),
            (
                "DescribeTableReplicaAutoScaling",
                ["TableAutoScalingDescription": ["TableName": "tbl", "TableStatus": "ACTIVE", "Replicas": []]]
            ),
            (
                "DescribeLimits",
                [
                    "AccountMaxReadCapacityUnits": 80_000, "AccountMaxWriteCapacityUnits": 80_000,
                    "TableMaxReadCapacityUnits": 40_000, "TableMaxWriteCapacityUnits": 40_000,
                ]
            ),
            (
                "DescribeEndpoints",
                ["Endpoints": [["Address": "dynamodb.us-east-1.amazonaws.com", "CachePeriodInMinutes": 1440]]]
            ),
        ] as [(String, JSON)]
    )
    func answersWhatATableDoesNotHave(_ action: String, _ reply: JSON) async throws {
        let client = try Client()
        try await client.makeTable()
        #expect(try await client.call(action, Self.table) == reply)
    }
}
