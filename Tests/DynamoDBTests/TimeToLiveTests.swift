import JSON
import ServiceKit
import Storage
import Testing
import Time
import Wire

@testable import DynamoDB

@Suite struct TimeToLiveTests {
    private static let now = 1_700_000_000

    // MARK: Decisions

    @Test(arguments: [
        (#"{"N":"1700000000"}"#, 1_700_000_000), (#"{"N":"1700000000.9"}"#, 1_700_000_000),
        (#"{"N":"17e8"}"#, 1_700_000_000), (#"{"S":"1700000000"}"#, nil), (#"{"N":"-5"}"#, nil),
        (#"{"NULL":true}"#, nil),
        (#"{"N":"1700000000000"}"#, nil), (#"{"N":"1e100"}"#, nil),
    ])
    func onlyANumberOfSecondsIsATime(_ value: String, _ seconds: Int?) throws {
        let item = try AttributeMap(JSON(parsing: #"{"p":{"S":"a"},"t":\#(value)}"#))
        let timeToLive = TimeToLive(attributeName: "t", isEnabled: true, changed: Timestamp(millisecondsSinceEpoch: 0))
        #expect(timeToLive.expiry(of: item)?.seconds == seconds)
        #expect(timeToLive.expiry(of: AttributeMap()) == nil)
    }

    @Test func anItemExpiresBehindItsSecondAndWithinFiveYears() {
        let now = Timestamp(millisecondsSinceEpoch: Int64(Self.now) * 1000 + 500)
        #expect(Expiry.due(at: now) == Self.now - 5 * 365 * 86_400..<Self.now)
        #expect(Expiry(seconds: Self.now).due == Timestamp(millisecondsSinceEpoch: Int64(Self.now + 1) * 1000))
        #expect(!Expiry(seconds: Self.now - 5 * 365 * 86_400 + 1).isTooOld(at: now))
        #expect(Expiry(seconds: Self.now - 5 * 365 * 86_400 - 1).isTooOld(at: now))
    }

    // MARK: Settings

    private func update(_ attribute: String, _ isEnabled: Bool) -> String {
        #"{"TableName":"tbl","TimeToLiveSpecification":{"AttributeName":"\#(attribute)","Enabled":\#(isEnabled)}}"#
    }

    @Test func settingsChangeOnceAnHour() async throws {
        let time = ManualTime()
        let client = try Client(time: time)
        try await client.makeTable()
        func described() async throws -> JSON? {
            try await client.call("DescribeTimeToLive", #"{"TableName":"tbl"}"#)["TimeToLiveDescription"]
        }
        #expect(try await described() == ["TimeToLiveStatus": "DISABLED"])
        #expect(try await client.refusal("UpdateTimeToLive", update("t", false)) == "TimeToLive is already disabled")
        let reply = try await client.call("UpdateTimeToLive", update("t", true))
        #expect(reply == ["TimeToLiveSpecification": ["Enabled": true, "AttributeName": "t"]])
        #expect(try await described() == ["TimeToLiveStatus": "ENABLED", "AttributeName": "t"])
        #expect(try await client.refusal("UpdateTimeToLive", update("t", true)) == "TimeToLive is already enabled")
        for isEnabled in [true, false] {
            #expect(
                try await client.refusal("UpdateTimeToLive", update("x", isEnabled))
                    == "TimeToLive is active on a different AttributeName: current AttributeName is t"
            )
        }
        time.advance(by: .seconds(3599))
        #expect(
            try await client.refusal("UpdateTimeToLive", update("t", false))
                == "Time to live has been modified multiple times within a fixed interval"
        )
        time.advance(by: .seconds(1))
        try await client.call("UpdateTimeToLive", update("t", false))
        #expect(try await described() == ["TimeToLiveStatus": "DISABLED"])
        #expect(
            try await client.refusal(
                "UpdateTimeToLive",
                #"{"TableName":"nope","TimeToLiveSpecification":{"AttributeName":"t","Enabled":true}}"#
            )
                == "Requested resource not found: Table: nope not found"
        )
    }

    @Test func setUpEnablesItOnce() throws {
        let client = try Client()
        let table = try JSON(
            parsing: """
                {"TableName":"tbl","BillingMode":"PAY_PER_REQUEST","KeySchema":[{"AttributeName":"p","KeyType":"HASH"}],
                 "AttributeDefinitions":[{"AttributeName":"p","AttributeType":"S"}]}
                """
        )
        let expiry = try JSON(parsing: update("t", true))
        #expect(try client.service.setUpTable(table, timeToLive: expiry))
        #expect(try !client.service.setUpTable(table, timeToLive: expiry))
        #expect(client.service.catalogue["tbl"]?.timeToLive?.attributeName == "t")
        let refusal = #expect(throws: AWSError.self) {
            try client.service.setUpTable(table, timeToLive: JSON(parsing: update("x", true)))
        }
        #expect(refusal?.message == "TimeToLive is active on a different AttributeName: current AttributeName is t")
    }

    // MARK: Expiry

    private func ids(_ client: Client, _ more: String = "") async throws -> [String] {
        let items = try await client.call("Scan", #"{"TableName":"tbl"\#(more)}"#)["Items"]?.arrayValue ?? []
        return items.compactMap { $0["p"]?["S"]?.stringValue }.sorted()
    }

    @Test func itemsGoWhenTheirTimeHasCome() async throws {
        let time = ManualTime()
        let client = try Client(time: time)
        try await client.makeTable()
        try await client.put(#"{"p":{"S":"before"},"t":{"N":"\#(Self.now + 60)"}}"#)
        try await client.call("UpdateTimeToLive", update("t", true))
        for (id, value) in [
            ("soon", "\(Self.now + 60)"), ("late", "\(Self.now + 7200)"), ("past", "\(Self.now - 60)"),
            ("ancient", "\(Self.now - 6 * 365 * 86_400)"), ("put off", "\(Self.now + 60)"),
        ] {
            try await client.put(#"{"p":{"S":"\#(id)"},"t":{"N":"\#(value)"}}"#)
        }
        try await client.put(#"{"p":{"S":"never"}}"#)
        try await client.put(#"{"p":{"S":"put off"},"t":{"N":"\#(Self.now + 90)"}}"#)
        #expect(try await ids(client) == ["ancient", "before", "late", "never", "past", "put off", "soon"])
        time.advance(by: .seconds(1))
        #expect(try await ids(client) == ["ancient", "before", "late", "never", "put off", "soon"])
        time.advance(by: .seconds(59))
        #expect(try await ids(client).contains("soon"))
        time.advance(by: .seconds(2))
        #expect(try await ids(client) == ["ancient", "late", "never", "put off"])
        time.advance(by: .seconds(60))
        #expect(try await ids(client) == ["ancient", "late", "never"])
        time.advance(by: .seconds(7200))
        #expect(try await ids(client) == ["ancient", "never"])
    }

    @Test func theStreamSaysWhoDeletedAndIndexesFollow() async throws {
        let time = ManualTime()
        let client = try Client(time: time)
        try await client.makeTable(
            """
            ,"StreamSpecification":{"StreamEnabled":true,"StreamViewType":"OLD_IMAGE"},
            "GlobalSecondaryIndexes":[{"IndexName":"gsi","KeySchema":[{"AttributeName":"g","KeyType":"HASH"}],
            "Projection":{"ProjectionType":"ALL"}}]
            """,
            attributes: #",{"AttributeName":"g","AttributeType":"S"}"#
        )
        try await client.call("UpdateTimeToLive", update("t", true))
        try await client.put(#"{"p":{"S":"a"},"g":{"S":"x"},"t":{"N":"\#(Self.now)"}}"#)
        #expect(try await ids(client, #","IndexName":"gsi""#) == ["a"])
        time.advance(by: .seconds(1))
        #expect(try await ids(client, #","IndexName":"gsi""#) == [])
        let record = try #require(try await client.records(client.streamARN()).last)
        #expect(record["eventName"] == "REMOVE" && record["dynamodb"]?["OldImage"]?["g"] == ["S": "x"])
        #expect(record["userIdentity"] == ["PrincipalId": "dynamodb.amazonaws.com", "Type": "Service"])
    }

    @Test func manyItemsGoInManyTransactions() async throws {
        let time = ManualTime()
        let client = try Client(time: time)
        try await client.makeTable()
        try await client.call("UpdateTimeToLive", update("t", true))
        for batch in 0..<12 {
            let puts = (0..<25).map {
                #"{"PutRequest":{"Item":{"p":{"S":"\#(batch)-\#($0)"},"t":{"N":"\#(Self.now)"}}}}"#
            }
            try await client.call("BatchWriteItem", #"{"RequestItems":{"tbl":[\#(puts.joined(separator: ","))]}}"#)
        }
        #expect(try await ids(client).count == 300)
        for _ in 0..<3 {
            time.advance(by: .seconds(1))
            _ = try await ids(client)
        }
        #expect(try await ids(client) == [])
    }

    @Test func whatFellDueWhileNothingRanGoesAtTheStart() async throws {
        let database = try Database(.memory, migrations: DynamoDB.migrations)
        let first = try Client(database)
        try await first.makeTable()
        try await first.call("UpdateTimeToLive", update("t", true))
        try await first.put(#"{"p":{"S":"a"},"t":{"N":"\#(Self.now + 60)"}}"#)
        let time = ManualTime(now: Timestamp(millisecondsSinceEpoch: Int64(Self.now + 3600) * 1000))
        let second = try Client(database, time: time)
        time.advance(by: .zero)
        #expect(try await ids(second) == [])
    }

    @Test func whatATableHoldsIsEnteredInTheBackgroundAndAfterARestart() async throws {
        let folder = try Folder()
        let path = folder.file("state.db")
        let first = try Database(.file(path), migrations: DynamoDB.migrations)
        let client = try Client(first)
        try await client.makeTable()
        for batch in 0..<24 {
            let puts = (0..<25).map {
                #"{"PutRequest":{"Item":{"p":{"S":"\#(batch)-\#($0)"},"t":{"N":"\#(Self.now + 60)"}}}}"#
            }
            try await client.call("BatchWriteItem", #"{"RequestItems":{"tbl":[\#(puts.joined(separator: ","))]}}"#)
        }
        try await client.put(#"{"p":{"S":"never"}}"#)
        try await client.call("UpdateTimeToLive", update("t", true))
        first.close()
        let second = try Database(.file(path), migrations: DynamoDB.migrations)
        let time = ManualTime()
        let again = try Client(second, time: time)
        while again.service.catalogue["tbl"]?.timeToLive?.isFilling == true { _ = try await ids(again) }
        #expect(try await ids(again).count == 601)
        // A hundred in a second.
        for _ in 0..<70 {
            time.advance(by: .seconds(1))
            try await again.put(#"{"p":{"S":"never"}}"#)
        }
        #expect(try await ids(again) == ["never"])
        second.close()
    }

    @Test func disablingAndDeletingForgetsWhatExpires() async throws {
        let time = ManualTime()
        let client = try Client(time: time)
        try await client.makeTable()
        try await client.call("UpdateTimeToLive", update("t", true))
        try await client.put(#"{"p":{"S":"a"},"t":{"N":"\#(Self.now + 7200)"}}"#)
        time.advance(by: .seconds(3600))
        try await client.call("UpdateTimeToLive", update("t", false))
        time.advance(by: .seconds(7200))
        #expect(try await ids(client) == ["a"])
        try await client.call("UpdateTimeToLive", update("t", true))
        try await client.call("DeleteTable", #"{"TableName":"tbl"}"#)
        try client.service.context.database.readAndWait { connection in
            for table in ["dynamodb_expiry", "dynamodb_time_to_live"] {
                let count = try connection.first("SELECT COUNT(*) FROM \(table)") { $0.integer(0) }
                #expect(count == 0)
            }
        }
    }
}
