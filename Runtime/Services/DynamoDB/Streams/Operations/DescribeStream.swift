import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Shows a stream with its shards, up to a hundred of them at a time.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_DescribeStream.html
struct DescribeStream: Operation {
    static let input = Shape.structure(
        "DescribeStreamInput",
        [
            .required("StreamArn", .streamARN),
            .optional("Limit", .number(java: "Integer", range: 1...100)),
            .optional("ExclusiveStartShardId", .shardID),
            .optional(
                "ShardFilter",
                .structure(
                    "ShardFilter",
                    [.required("Type", .string(values: ["CHILD_SHARDS"])), .required("ShardId", .shardID)]
                )
            ),
        ]
    )
    static let access = OperationAccess.read

    private let streamARN: String
    private let limit: Int
    private let startShardID: String?
    private let parentID: String?

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        streamARN = input["StreamArn"]?.stringValue ?? ""
        limit = input["Limit"]?.intValue ?? 100
        startShardID = input["ExclusiveStartShardId"]?.stringValue
        parentID = input["ShardFilter"]?["ShardId"]?.stringValue
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        let now = service.context.time.now
        let stream = try Stream.find(streamARN, at: now, service.context.account, connection)
        let shards = stream.shards(at: now).filter { shard in
            startShardID.map { shard.id > $0 } ?? true && parentID.map { shard.parentID == $0 } ?? true
        }
        var description = JSON.Object([
            ("StreamArn", .string(stream.arn.description)),
            ("StreamLabel", .string(stream.label)),
            ("StreamStatus", stream.isEnabled ? "ENABLED" : "DISABLED"),
            ("StreamViewType", .string(stream.viewType.rawValue)),
            ("CreationRequestDateTime", stream.created.epochSecondsJSON),
            ("TableName", .string(stream.tableName)),
            ("KeySchema", stream.keySchema),
        ])
        description["Shards"] = .array(
            try shards.prefix(limit).map { shard in
                var range = JSON.Object([
                    ("StartingSequenceNumber", .string(SequenceNumber.text(shard.numbers.lowerBound)))
                ])
                if shard.end(at: now) != nil {
                    let last = try stream.last(of: shard, connection) ?? shard.numbers.lowerBound
                    range["EndingSequenceNumber"] = .string(SequenceNumber.text(last))
                }
                var object = JSON.Object([("ShardId", .string(shard.id)), ("SequenceNumberRange", .object(range))])
                if let parentID = shard.parentID { object["ParentShardId"] = .string(parentID) }
                return .object(object)
            }
        )
        if shards.count > limit { description["LastEvaluatedShardId"] = .string(shards[limit - 1].id) }
        var reply = Reply()
        reply.member("StreamDescription", .object(description))
        return reply.finish()
    }
}
