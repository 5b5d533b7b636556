import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Gives an iterator that begins at a place in a shard.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetShardIterator.html
struct GetShardIterator: Operation {
    static let input = Shape.structure(
        "GetShardIteratorInput",
        [
            .required("StreamArn", .streamARN),
            .required("ShardId", .shardID),
            .required(
                "ShardIteratorType",
                .string(values: ["AFTER_SEQUENCE_NUMBER", "AT_SEQUENCE_NUMBER", "LATEST", "TRIM_HORIZON"])
            ),
            .optional("SequenceNumber", .string(length: 21...40)),
        ]
    )
    static let access = OperationAccess.read

    private enum Place {
        case trimHorizon
        case latest
        /// The sequence number of the next record, or less.
        case from(Int)
    }

    private let streamARN: String
    private let shardID: String
    private let place: Place

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        streamARN = input["StreamArn"]?.stringValue ?? ""
        shardID = input["ShardId"]?.stringValue ?? ""
        place = try Self.place(input["ShardIteratorType"]?.stringValue ?? "", input["SequenceNumber"]?.stringValue)
    }

    private static func place(_ type: String, _ sequenceNumber: String?) throws(AWSError) -> Place {
        let needsNumber = type == "AT_SEQUENCE_NUMBER" || type == "AFTER_SEQUENCE_NUMBER"
        guard let sequenceNumber else {
            guard !needsNumber else {
                throw .invalid("SequenceNumber must be specified for ShardIteratorType \(type)")
            }
            return type == "LATEST" ? .latest : .trimHorizon
        }
        guard needsNumber else {
            throw .invalid("SequenceNumber must not be specified for ShardIteratorType \(type)")
        }
        guard let number = SequenceNumber.number(sequenceNumber) else { throw .invalidSequenceNumber }
        return .from(type == "AT_SEQUENCE_NUMBER" ? number : number + 1)
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        let now = service.context.time.now
        let stream = try Stream.find(streamARN, at: now, service.context.account, connection)
        guard let shard = stream.shards(at: now).first(where: { $0.id == shardID }) else {
            throw AWSError.noSuchShard(shardID, stream)
        }
        let iterator = ShardIterator(
            streamARN: streamARN,
            shard: shard.index,
            position: try position(stream, shard, connection),
            issued: now
        )
        var reply = Reply()
        reply.member("ShardIterator", .string(iterator.text))
        return reply.finish()
    }

    private func position(_ stream: Stream, _ shard: StreamShard, _ connection: Connection) throws -> Int {
        switch place {
        case .trimHorizon: return max(shard.numbers.lowerBound, stream.trimmed + 1)
        case .latest:
            let last = max(stream.trimmed, try stream.last(of: shard, connection) ?? 0)
            return max(shard.numbers.lowerBound, last + 1)
        case .from(let position):
            guard shard.numbers.contains(position) else { throw AWSError.invalidSequenceNumber }
            guard position > stream.trimmed else { throw AWSError.trimmedData }
            return position
        }
    }
}

extension AWSError {
    fileprivate static let invalidSequenceNumber = validation("Invalid SequenceNumber for the shard")
}
