import JSON
import Testing
import Time
import Wire

@testable import DynamoDB

/// What is decided about streams without a store.
@Suite struct StreamModelTests {
    private static let created = Timestamp(millisecondsSinceEpoch: 1_700_000_000_000)

    private func stream(_ viewType: Stream.ViewType = .newAndOldImages) -> Stream {
        Stream(
            number: 1,
            tableName: "tbl",
            table: 1,
            arn: AWSAccount().arn("dynamodb", "table/tbl/stream/\(Stream.label(Self.created))"),
            viewType: viewType,
            keySchema: [],
            created: Self.created
        )
    }

    // MARK: Records

    private static let key = KeySchema(partition: [KeyAttribute(name: "Id", type: .number)], sort: [])

    /// The items of the example in AWS's developer guide, whose `SizeBytes` are known.
    private func item(_ message: String) throws -> AttributeMap {
        try AttributeMap(JSON(parsing: #"{"Message":{"S":"\#(message)"},"Id":{"N":"101"}}"#))
    }

    private func record(
        _ old: AttributeMap?,
        _ new: AttributeMap?,
        _ viewType: Stream.ViewType = .newAndOldImages,
        by userIdentity: StreamRecord.UserIdentity? = nil
    ) throws -> JSON? {
        let now = Self.created + .milliseconds(1999)
        let stamp = StreamRecord.Stamp(eventID: "e", sequenceNumber: 7, now: now)
        return try StreamRecord(old, to: new, Self.key, by: userIdentity).map { record in
            try JSON(parsing: record.wireBytes(stream(viewType), stamp))
        }
    }

    @Test func aRecordTellsAllOfAChange() throws {
        let record = try record(item("New item!"), item("This item has changed"))
        #expect(
            try record
                == JSON(
                    parsing: """
                        {"eventID":"e","eventName":"MODIFY","eventVersion":"1.1","eventSource":"aws:dynamodb",
                         "awsRegion":"us-east-1","dynamodb":{"ApproximateCreationDateTime":1700000001,
                         "Keys":{"Id":{"N":"101"}},
                         "NewImage":{"Message":{"S":"This item has changed"},"Id":{"N":"101"}},
                         "OldImage":{"Message":{"S":"New item!"},"Id":{"N":"101"}},
                         "SequenceNumber":"100000000000000000007","SizeBytes":59,
                         "StreamViewType":"NEW_AND_OLD_IMAGES"}}
                        """
                )
        )
    }

    @Test(arguments: [
        (Stream.ViewType.keysOnly, false, false, 5),
        (.newImage, true, false, 38),
        (.oldImage, false, true, 26),
        (.newAndOldImages, true, true, 59),
    ])
    func aViewTypeChoosesTheImages(_ type: Stream.ViewType, _ new: Bool, _ old: Bool, _ size: Int) throws {
        let change = try record(item("New item!"), item("This item has changed"), type)?["dynamodb"]
        #expect((change?["NewImage"] != nil) == new && (change?["OldImage"] != nil) == old)
        #expect(change?["SizeBytes"] == JSON(size) && change?["StreamViewType"] == .string(type.rawValue))
    }

    @Test func aRecordNamesWhatHappened() throws {
        let item = try item("x")
        #expect(try record(nil, item)?["eventName"] == "INSERT")
        #expect(try record(nil, item)?["dynamodb"]?["OldImage"] == nil)
        #expect(try record(item, nil)?["eventName"] == "REMOVE")
        #expect(try record(item, nil)?["userIdentity"] == nil)
        #expect(try record(item, nil)?["dynamodb"]?["NewImage"] == nil)
        #expect(
            try record(item, nil, by: .timeToLive)?["userIdentity"]
                == ["PrincipalId": "dynamodb.amazonaws.com", "Type": "Service"]
        )
    }

    @Test func nothingIsRecordedOfNoChange() throws {
        #expect(try record(nil, nil) == nil)
        let sets = #"{"Id":{"N":"101"},"s":{"SS":["a","b"]},"m":{"M":{"x":{"N":"1"},"y":{"N":"2"}}}}"#
        let same = #"{"m":{"M":{"y":{"N":"2.0"},"x":{"N":"1"}}},"s":{"SS":["b","a"]},"Id":{"N":"101"}}"#
        #expect(try record(AttributeMap(JSON(parsing: sets)), AttributeMap(JSON(parsing: same))) == nil)
    }

    // MARK: Shards

    @Test func aShardTakesFourHours() {
        let stream = stream()
        let first = stream.shard(at: Self.created)
        #expect(first.index == 0 && first.parentID == nil && first.end(at: Self.created) == nil)
        #expect(first.id.hasPrefix("shardId-00000001700000000000-") && first.id.utf8.count == 37)
        #expect(stream.shard(at: Self.created + .seconds(4 * 3600 - 1)).index == 0)
        let later = Self.created + .seconds(4 * 3600)
        let second = stream.shard(at: later)
        #expect(second.index == 1 && second.parentID == first.id && second.end(at: later) == nil)
        #expect(first.end(at: later) == later)
        #expect(first.numbers.upperBound == second.numbers.lowerBound)
        #expect(SequenceNumber.text(first.numbers.lowerBound) < SequenceNumber.text(second.numbers.lowerBound))
    }

    @Test func shardsGoWithTheLastOfTheirRecords() {
        let stream = stream()
        #expect(stream.shards(at: Self.created).map(\.index) == [0])
        #expect(stream.shards(at: Self.created + .seconds(28 * 3600 - 1)).map(\.index) == Array(0...6))
        let late = stream.shards(at: Self.created + .seconds(28 * 3600))
        #expect(late.map(\.index) == Array(1...7))
        #expect(late.first?.parentID == StreamShard(0, of: stream).id)
        #expect(late.map(\.id) == late.map(\.id).sorted())
    }

    @Test func aStreamThatHasEndedOpensNoShard() {
        var stream = stream()
        stream.ended = Self.created + .seconds(5 * 3600)
        let late = Self.created + .seconds(20 * 3600)
        #expect(stream.shards(at: late).map(\.index) == [0, 1])
        #expect(stream.shards(at: late).allSatisfy { $0.end(at: late) != nil })
        #expect(stream.isRetained(at: Self.created + .seconds(29 * 3600 - 1)))
        #expect(!stream.isRetained(at: Self.created + .seconds(29 * 3600)))
    }

    @Test(arguments: [
        "", "1", "100000000000000000", "200000000000000000007", "10000000000000000000x", "1000000000000000000071",
        "109223372036854775807",
    ])
    func readsOnlyItsOwnSequenceNumbers(_ text: String) {
        #expect(SequenceNumber.number(text) == nil)
        #expect(SequenceNumber.number("100000000000000000007") == 7)
    }

    // MARK: Iterators

    @Test func anIteratorComesBackAsItWas() throws {
        let iterator = ShardIterator(streamARN: "arn:aws:x", shard: 3, position: 1 << 42, issued: Self.created)
        #expect(try ShardIterator(iterator.text) == iterator)
        #expect(iterator.text.hasPrefix("arn:aws:x|1|"))
        #expect(!iterator.isExpired(at: Self.created + .seconds(900)))
        #expect(iterator.isExpired(at: Self.created + .seconds(901)))
    }

    @Test func anIteratorThatWasChangedIsRefused() {
        let text = ShardIterator(streamARN: "arn:aws:x", shard: 3, position: 9, issued: Self.created).text
        for wrong in [
            "", "x", "a|1|b", text + "A", text.replacing("aws", with: "aws2"), text.replacing("|1|A", with: "|1|B"),
        ] {
            #expect(throws: AWSError.self) { try ShardIterator(wrong) }
        }
        let past = Timestamp(nanosecondsSinceEpoch: .min)
        for forged in [
            ShardIterator(streamARN: "arn:aws:x", shard: .max, position: 9, issued: Self.created),
            ShardIterator(streamARN: "arn:aws:x", shard: 3, position: .max, issued: Self.created),
            ShardIterator(streamARN: "arn:aws:x", shard: 3, position: 9, issued: past),
        ] {
            #expect(throws: AWSError.self) { try ShardIterator(forged.text) }
        }
    }
}
