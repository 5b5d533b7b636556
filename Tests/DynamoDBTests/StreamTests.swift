import FoundationEssentials
import JSON
import ServiceKit
import Storage
import Synchronization
import Testing
import Time

@testable import DynamoDB

@Suite struct StreamTests {
    private static let enabled = #","StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_AND_OLD_IMAGES"}"#

    private func makeClient(_ time: ManualTime = ManualTime()) async throws -> Client {
        let client = try Client(time: time)
        try await client.makeTable(Self.enabled)
        return client
    }

    private func shards(_ client: Client, _ arn: String) async throws -> [JSON] {
        let stream = try await client.call("DescribeStream", #"{"StreamArn":"\#(arn)"}"#)["StreamDescription"]
        return stream?["Shards"]?.arrayValue ?? []
    }

    private func names(_ records: [JSON]) -> [String] {
        records.map { record in
            let id = record["dynamodb"]?["Keys"]?["p"]?["S"]?.stringValue ?? ""
            return "\(record["eventName"]?.stringValue ?? "") \(id)"
        }
    }

    @Test func aTableShowsItsStream() async throws {
        let client = try await makeClient()
        let table = try await client.call("DescribeTable", #"{"TableName":"tbl"}"#)["Table"]
        #expect(table?["StreamSpecification"] == ["StreamEnabled": true, "StreamViewType": "NEW_AND_OLD_IMAGES"])
        #expect(table?["LatestStreamLabel"] == "2023-11-14T22:13:20.000")
        let arn = "arn:aws:dynamodb:us-east-1:000000000000:table/tbl/stream/2023-11-14T22:13:20.000"
        #expect(table?["LatestStreamArn"] == .string(arn))
        let stream = try await client.call("DescribeStream", #"{"StreamArn":"\#(arn)"}"#)["StreamDescription"]
        #expect(stream?["StreamStatus"] == "ENABLED" && stream?["KeySchema"] == table?["KeySchema"])
        #expect(stream?["Shards"]?.arrayValue?.count == 1)
        #expect(stream?["CreationRequestDateTime"] == .number("1700000000.000"))
    }

    @Test func everyActionThatWritesIsRecorded() async throws {
        let client = try await makeClient()
        try await client.put(#"{"p":{"S":"a"}}"#)
        try await client.put(#"{"p":{"S":"a"}}"#)
        try await client.call(
            "UpdateItem",
            """
            {"TableName":"tbl","Key":{"p":{"S":"a"}},"UpdateExpression":"SET n = :n",
             "ExpressionAttributeValues":{":n":{"N":"1"}}}
            """
        )
        try await client.call("UpdateItem", #"{"TableName":"tbl","Key":{"p":{"S":"a"}},"UpdateExpression":"REMOVE x"}"#)
        try await client.call(
            "BatchWriteItem",
            """
            {"RequestItems":{"tbl":[{"PutRequest":{"Item":{"p":{"S":"b"}}}},{"DeleteRequest":{"Key":{"p":{"S":"a"}}}},
             {"DeleteRequest":{"Key":{"p":{"S":"none"}}}}]}}
            """
        )
        try await client.call(
            "TransactWriteItems",
            """
            {"TransactItems":[{"Put":{"TableName":"tbl","Item":{"p":{"S":"c"}}}},
             {"Delete":{"TableName":"tbl","Key":{"p":{"S":"b"}}}}]}
            """
        )
        try await client.call("DeleteItem", #"{"TableName":"tbl","Key":{"p":{"S":"c"}}}"#)
        try await client.call("DeleteItem", #"{"TableName":"tbl","Key":{"p":{"S":"c"}}}"#)
        let records = try await client.records(client.streamARN())
        #expect(
            names(records) == [
                "INSERT a", "MODIFY a", "INSERT b", "REMOVE a", "INSERT c", "REMOVE b", "REMOVE c",
            ]
        )
        let numbers = records.compactMap { $0["dynamodb"]?["SequenceNumber"]?.stringValue }
        #expect(numbers == Set(numbers).sorted() && numbers.allSatisfy { $0.utf8.count == 21 })
        #expect(Set(records.compactMap { $0["eventID"]?.stringValue }).count == records.count)
    }

    @Test func aWriteThatIsRefusedLeavesNoRecord() async throws {
        let client = try await makeClient()
        _ = try await client.refusal(
            "PutItem",
            #"{"TableName":"tbl","Item":{"p":{"S":"a"}},"ConditionExpression":"attribute_exists(p)"}"#
        )
        _ = try await client.refusal(
            "TransactWriteItems",
            """
            {"TransactItems":[{"Put":{"TableName":"tbl","Item":{"p":{"S":"c"}}}},{"Delete":{"TableName":"tbl",
             "Key":{"p":{"S":"b"}},"ConditionExpression":"attribute_exists(p)"}}]}
            """
        )
        #expect(try await client.records(client.streamARN()).isEmpty)
    }

    /// Whatever ends a transaction, item and record share its fate.
    @Test func anItemAndItsRecordAreWrittenBothOrNotAtAll() async throws {
        struct Failure: Error {}
        let folder = FileManager.default.temporaryDirectory.appending(path: "hearth-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "state.db").path
        let first = try Database(.file(path), migrations: DynamoDB.migrations)
        let client = try Client(first)
        try await client.makeTable(Self.enabled)
        try await client.put(#"{"p":{"S":"kept"}}"#)
        let service = client.service
        let table = try service.catalogue.table("tbl")
        let item = try AttributeMap(JSON(parsing: #"{"p":{"S":"lost"}}"#))
        let key = try table.key.encode(item: item)
        #expect(throws: Failure.self) {
            try first.writeAndWait(.savepoint) { connection in
                let writer = ItemWriter(table: table, service: service, connection: connection)
                _ = try writer.replace(key, nil, with: item)
                let count = try connection.first("SELECT COUNT(*) FROM dynamodb_stream_records_1") { $0.integer(0) }
                #expect(count == 2)
                throw Failure()
            }
        }
        first.close()
        let second = try Database(.file(path), migrations: DynamoDB.migrations)
        let reopened = try Client(second)
        #expect(try await reopened.get(#"{"p":{"S":"lost"}}"#) == nil)
        #expect(try await reopened.get(#"{"p":{"S":"kept"}}"#) != nil)
        try await reopened.put(#"{"p":{"S":"next"}}"#)
        #expect(try await names(reopened.records(reopened.streamARN())) == ["INSERT kept", "INSERT next"])
        second.close()
    }

    // MARK: Reading

    @Test func recordsComeInPages() async throws {
        let client = try await makeClient()
        let text = String(repeating: "x", count: 300_000)
        for id in ["a", "b", "c", "d", "e"] { try await client.put(#"{"p":{"S":"\#(id)"},"t":{"S":"\#(text)"}}"#) }
        let arn = try await client.streamARN()
        let iterator = try #require(
            try await client.iterator(arn, shards(client, arn)[0]["ShardId"]?.stringValue ?? "")
        )
        let page = try await client.call("GetRecords", #"{"ShardIterator":"\#(iterator)"}"#)
        #expect(names(page["Records"]?.arrayValue ?? []) == ["INSERT a", "INSERT b", "INSERT c"])
        let all = ["INSERT a", "INSERT b", "INSERT c", "INSERT d", "INSERT e"]
        #expect(try await names(client.records(arn)) == all)
        #expect(try await names(client.records(arn, limit: 1)) == all)
    }

    @Test func iteratorsBeginWhereTheyAreTold() async throws {
        let client = try await makeClient()
        for id in ["a", "b", "c"] { try await client.put(#"{"p":{"S":"\#(id)"}}"#) }
        let arn = try await client.streamARN()
        let shard = try await shards(client, arn)[0]
        let id = shard["ShardId"]?.stringValue ?? ""
        let second = try await client.records(arn)[1]["dynamodb"]?["SequenceNumber"]?.stringValue ?? ""
        let start = shard["SequenceNumberRange"]?["StartingSequenceNumber"]?.stringValue ?? ""
        func read(_ type: String, _ number: String? = nil) async throws -> [String] {
            let more = number.map { #","SequenceNumber":"\#($0)""# } ?? ""
            let reply = try await client.call(
                "GetShardIterator",
                #"{"StreamArn":"\#(arn)","ShardId":"\#(id)","ShardIteratorType":"\#(type)"\#(more)}"#
            )
            let iterator = reply["ShardIterator"]?.stringValue ?? ""
            let page = try await client.call("GetRecords", #"{"ShardIterator":"\#(iterator)"}"#)
            #expect(page["NextShardIterator"] != nil)
            return names(page["Records"]?.arrayValue ?? [])
        }
        #expect(try await read("TRIM_HORIZON") == ["INSERT a", "INSERT b", "INSERT c"])
        #expect(try await read("LATEST") == [])
        #expect(try await read("AT_SEQUENCE_NUMBER", second) == ["INSERT b", "INSERT c"])
        #expect(try await read("AFTER_SEQUENCE_NUMBER", second) == ["INSERT c"])
        #expect(try await read("AT_SEQUENCE_NUMBER", start) == ["INSERT a", "INSERT b", "INSERT c"])
    }

    @Test func whatIsWrongIsRefused() async throws {
        let client = try await makeClient()
        let arn = try await client.streamARN()
        let id = try await shards(client, arn)[0]["ShardId"]?.stringValue ?? ""
        let gone = arn.replacing("tbl", with: "other")
        let refusals: [(String, String, String)] = [
            (
                "ListStreams", #"{"Limit":0}"#,
                "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1"
            ),
            (
                "ListStreams", #"{"Limit":101}"#,
                "1 validation error detected: Value '101' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 100"
            ),
            (
                "ListStreams", #"{"ExclusiveStartStreamArn":"\#(String(repeating: "x", count: 40))"}"#,
                "Invalid StreamArn"
            ),
            ("DescribeStream", #"{"StreamArn":"\#(gone)"}"#, "Requested resource not found: Stream: \(gone) not found"),
            ("DescribeStream", #"{"StreamArn":"\#(String(repeating: "x", count: 40))"}"#, "Invalid StreamArn"),
            (
                "GetShardIterator",
                #"{"StreamArn":"\#(arn)","ShardId":"\#(String(repeating: "x", count: 30))","ShardIteratorType":"LATEST"}"#,
                "Requested resource not found: Shard: \(String(repeating: "x", count: 30)) in Stream: \(arn) not found"
            ),
            (
                "GetShardIterator",
                #"{"StreamArn":"\#(arn)","ShardId":"\#(id)","ShardIteratorType":"AT_SEQUENCE_NUMBER"}"#,
                "One or more parameter values were invalid: SequenceNumber must be specified for ShardIteratorType AT_SEQUENCE_NUMBER"
            ),
            (
                "GetShardIterator",
                #"{"StreamArn":"\#(arn)","ShardId":"\#(id)","ShardIteratorType":"AT_SEQUENCE_NUMBER","SequenceNumber":"999999999999999999999"}"#,
                "Invalid SequenceNumber for the shard"
            ),
            ("GetRecords", #"{"ShardIterator":"x"}"#, "Invalid ShardIterator"),
        ]
        for (action, body, message) in refusals { #expect(try await client.refusal(action, body) == message) }
        let (_, body) = try await client.send("DescribeStream", #"{"StreamArn":"\#(gone)"}"#)
        #expect(body["__type"] == "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException")
    }

    // MARK: Time

    @Test func aStreamGoesOnInAChildAfterFourHours() async throws {
        let time = ManualTime()
        let client = try await makeClient(time)
        let arn = try await client.streamARN()
        try await client.put(#"{"p":{"S":"a"}}"#)
        time.advance(by: .seconds(4 * 3600))
        try await client.put(#"{"p":{"S":"b"}}"#)
        let shards = try await shards(client, arn)
        #expect(shards.count == 2 && shards[1]["ParentShardId"] == shards[0]["ShardId"])
        let records = try await client.records(arn)
        #expect(names(records) == ["INSERT a", "INSERT b"])
        #expect(shards[0]["SequenceNumberRange"]?["EndingSequenceNumber"] == records[0]["dynamodb"]?["SequenceNumber"])
        #expect(shards[1]["SequenceNumberRange"]?["EndingSequenceNumber"] == nil)
        let iterator = try #require(try await client.iterator(arn, shards[0]["ShardId"]?.stringValue ?? ""))
        let page = try await client.call("GetRecords", #"{"ShardIterator":"\#(iterator)"}"#)
        #expect(page["Records"]?.arrayValue?.count == 1 && page["NextShardIterator"] == nil)
        let children = try await client.call(
            "DescribeStream",
            #"{"StreamArn":"\#(arn)","ShardFilter":{"Type":"CHILD_SHARDS","ShardId":"\#(shards[0]["ShardId"]?.stringValue ?? "")"}}"#
        )
        #expect(children["StreamDescription"]?["Shards"] == [shards[1]])
    }

    @Test func recordsGoAfterADay() async throws {
        let time = ManualTime()
        let client = try await makeClient(time)
        let arn = try await client.streamARN()
        time.advance(by: .seconds(3600))
        try await client.put(#"{"p":{"S":"a"}}"#)
        time.advance(by: .seconds(3600))
        try await client.put(#"{"p":{"S":"b"}}"#)
        let first = try await client.records(arn)[0]["dynamodb"]?["SequenceNumber"]?.stringValue ?? ""
        time.advance(by: .seconds(23 * 3600 - 60))
        let shard = try await shards(client, arn)[0]["ShardId"]?.stringValue ?? ""
        let iterator = try #require(try await client.iterator(arn, shard))
        #expect(try await client.records(arn).count == 2)
        time.advance(by: .seconds(120))
        #expect(try await names(client.records(arn)) == ["INSERT b"])
        let trimmed = "The data you are trying to access has been trimmed."
        #expect(try await client.refusal("GetRecords", #"{"ShardIterator":"\#(iterator)"}"#) == trimmed)
        #expect(
            try await client.refusal(
                "GetShardIterator",
                #"{"StreamArn":"\#(arn)","ShardId":"\#(shard)","ShardIteratorType":"AT_SEQUENCE_NUMBER","SequenceNumber":"\#(first)"}"#
            ) == trimmed
        )
        time.advance(by: .seconds(3600))
        #expect(try await client.records(arn).isEmpty)
    }

    @Test func anIteratorIsGoodForAQuarterOfAnHour() async throws {
        let time = ManualTime()
        let client = try await makeClient(time)
        let arn = try await client.streamARN()
        let iterator = try #require(
            try await client.iterator(arn, shards(client, arn)[0]["ShardId"]?.stringValue ?? "")
        )
        time.advance(by: .seconds(900))
        _ = try await client.call("GetRecords", #"{"ShardIterator":"\#(iterator)"}"#)
        time.advance(by: .seconds(1))
        let (status, body) = try await client.send("GetRecords", #"{"ShardIterator":"\#(iterator)"}"#)
        #expect(status == 400 && body["__type"] == "com.amazonaws.dynamodb.v20120810#ExpiredIteratorException")
    }

    @Test func theStreamOfADeletedTableCanBeReadForADay() async throws {
        let time = ManualTime()
        let client = try await makeClient(time)
        let arn = try await client.streamARN()
        try await client.put(#"{"p":{"S":"a"}}"#)
        try await client.call("DeleteTable", #"{"TableName":"tbl"}"#)
        try await client.makeTable(Self.enabled)
        let streams = try await client.call("ListStreams", #"{"TableName":"tbl"}"#)["Streams"]?.arrayValue ?? []
        #expect(streams.count == 2 && streams[1]["StreamArn"] == .string(arn))
        let next = try await client.call("ListStreams", #"{"Limit":1}"#)["LastEvaluatedStreamArn"]?.stringValue ?? ""
        let rest = try await client.call("ListStreams", #"{"ExclusiveStartStreamArn":"\#(next)"}"#)
        #expect(rest["Streams"]?.arrayValue == [streams[1]] && rest["LastEvaluatedStreamArn"] == nil)
        let stream = try await client.call("DescribeStream", #"{"StreamArn":"\#(arn)"}"#)["StreamDescription"]
        #expect(stream?["StreamStatus"] == "DISABLED")
        #expect(stream?["Shards"]?.arrayValue?[0]["SequenceNumberRange"]?["EndingSequenceNumber"] != nil)
        #expect(try await names(client.records(arn)) == ["INSERT a"])
        #expect(try await client.records(client.streamARN()).isEmpty)
        time.advance(by: .seconds(24 * 3600))
        #expect(try await client.send("DescribeStream", #"{"StreamArn":"\#(arn)"}"#).status == 400)
        #expect(try await client.call("ListStreams", "{}")["Streams"]?.arrayValue?.count == 1)
        try client.service.context.database.readAndWait { connection in
            let tables = "SELECT COUNT(*) FROM sqlite_master WHERE name LIKE 'dynamodb_stream_records%'"
            let count = try connection.first(tables) { $0.integer(0) }
            #expect(count == 1)
        }
    }

    // MARK: Enabling and disabling

    private func update(_ specification: String) -> String {
        #"{"TableName":"tbl","StreamSpecification":{\#(specification)}}"#
    }

    @Test func aStreamIsDisabledAndAnotherOneEnabled() async throws {
        let client = try await makeClient()
        let arn = try await client.streamARN()
        try await client.put(#"{"p":{"S":"a"}}"#)
        let shard = try await shards(client, arn)[0]["ShardId"]?.stringValue ?? ""
        let disabled = try await client.call("UpdateTable", update(#""StreamEnabled":false"#))["TableDescription"]
        #expect(disabled?["StreamSpecification"] == nil && disabled?["LatestStreamArn"] == .string(arn))
        try await client.put(#"{"p":{"S":"b"}}"#)
        let stream = try await client.call("DescribeStream", #"{"StreamArn":"\#(arn)"}"#)["StreamDescription"]
        #expect(stream?["StreamStatus"] == "DISABLED")
        let iterator = try #require(try await client.iterator(arn, shard))
        let page = try await client.call("GetRecords", #"{"ShardIterator":"\#(iterator)"}"#)
        #expect(names(page["Records"]?.arrayValue ?? []) == ["INSERT a"] && page["NextShardIterator"] == nil)
        let enabled = #""StreamEnabled":true,"StreamViewType":"KEYS_ONLY""#
        try await client.call("UpdateTable", update(enabled))
        try await client.put(#"{"p":{"S":"c"}}"#)
        let second = try await client.streamARN()
        #expect(second > arn)
        #expect(try await names(client.records(second)) == ["INSERT c"])
        #expect(try await names(client.records(arn)) == ["INSERT a"])
    }

    @Test func whatIsSoAlreadyIsRefused() async throws {
        let client = try await makeClient()
        for type in ["NEW_AND_OLD_IMAGES", "KEYS_ONLY"] {
            #expect(
                try await client.refusal("UpdateTable", update(#""StreamEnabled":true,"StreamViewType":"\#(type)""#))
                    == "Table already has an enabled stream: TableName: tbl"
            )
        }
        try await client.call("UpdateTable", update(#""StreamEnabled":false"#))
        let wrong = "One or more parameter values were invalid: "
        for (specification, message) in [
            (#""StreamEnabled":false"#, "Table has no stream to disable: TableName: tbl"),
            (#""StreamEnabled":true"#, wrong + "If stream is being enabled then UpdateViewType is required"),
            (
                #""StreamEnabled":false,"StreamViewType":"KEYS_ONLY""#,
                wrong + "If stream is being disabled, then UpdateViewType must not be specified"
            ),
        ] {
            #expect(try await client.refusal("UpdateTable", update(specification)) == message)
        }
    }

    // MARK: Listening

    @Test func whoListensIsToldOfNewRecords() async throws {
        let client = try await makeClient()
        let told = Mutex<[String]>([])
        client.service.onStreamRecords { arn in told.withLock { $0.append(arn) } }
        let arn = try await client.streamARN()
        var heard: [String] { told.withLock { $0 } }
        #expect(heard.isEmpty)
        try await client.put(#"{"p":{"S":"a"}}"#)
        #expect(heard == [arn])
        try await client.put(#"{"p":{"S":"a"}}"#)
        #expect(heard == [arn])
    }

    // MARK: Set-up

    @Test func setUpGivesATableTheStreamItLacks() async throws {
        let client = try Client()
        try await client.makeTable()
        try await client.put(#"{"p":{"S":"a"}}"#)
        func request(_ viewType: String) throws -> JSON {
            try JSON(
                parsing: """
                    {"TableName":"tbl","BillingMode":"PAY_PER_REQUEST",
                     "KeySchema":[{"AttributeName":"p","KeyType":"HASH"}],
                     "AttributeDefinitions":[{"AttributeName":"p","AttributeType":"S"}],
                     "StreamSpecification":{"StreamEnabled":true,"StreamViewType":"\(viewType)"}}
                    """
            )
        }
        #expect(client.service.streamARN(ofTable: "tbl") == nil)
        #expect(try !client.service.setUpTable(request("KEYS_ONLY")))
        let first = try #require(client.service.streamARN(ofTable: "tbl"))
        #expect(try !client.service.setUpTable(request("KEYS_ONLY")))
        #expect(client.service.streamARN(ofTable: "tbl") == first)
        #expect(try !client.service.setUpTable(request("NEW_IMAGE")))
        let second = try #require(client.service.streamARN(ofTable: "tbl"))
        #expect(second != first && client.service.streamARN(ofTable: "other") == nil)
        #expect(try await client.call("ListStreams", "{}")["Streams"]?.arrayValue?.count == 2)
        try await client.put(#"{"p":{"S":"b"}}"#)
        #expect(try await names(client.records(second)) == ["INSERT b"])
        #expect(try await client.records(first).isEmpty)
    }

    @Test func aTableThatIsSetUpAgainAfterAResetHasTheSameStream() async throws {
        let time = ManualTime()
        let client = try await makeClient(time)
        let request = try JSON(
            parsing: """
                {"TableName":"tbl","BillingMode":"PAY_PER_REQUEST",
                 "KeySchema":[{"AttributeName":"p","KeyType":"HASH"}],
                 "AttributeDefinitions":[{"AttributeName":"p","AttributeType":"S"}],
                 "StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_AND_OLD_IMAGES"}}
                """
        )
        let arn = try await client.streamARN()
        try await client.put(#"{"p":{"S":"a"}}"#)
        time.advance(by: .seconds(5 * 3600))
        try await client.service.reset()
        #expect(try client.service.setUpTable(request))
        #expect(client.service.streamARN(ofTable: "tbl") == arn)
        try await client.put(#"{"p":{"S":"b"}}"#)
        #expect(try await names(client.records(arn)) == ["INSERT b"])
    }
}
