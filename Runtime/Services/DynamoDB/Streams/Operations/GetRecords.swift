import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Reads records from where an iterator stands: up to a thousand, and up to 1 MB.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html
struct GetRecords: Operation {
    static let input = Shape.structure(
        "GetRecordsInput",
        [
            .required("ShardIterator", .string(length: 1...2048)),
            .optional("Limit", .number(java: "Integer", range: 1...1000)),
        ]
    )
    static let access = OperationAccess.read

    private static let maximumBytes = 1 << 20

    private let iterator: ShardIterator
    private let limit: Int

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        iterator = try ShardIterator(input["ShardIterator"]?.stringValue ?? "")
        limit = input["Limit"]?.intValue ?? 1000
        guard !iterator.isExpired(at: service.context.time.now) else { throw .expiredIterator }
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        let now = service.context.time.now
        return try connection.snapshot {
            let stream = try Stream.find(iterator.streamARN, at: now, service.context.account, connection)
            guard iterator.position > stream.trimmed else { throw AWSError.trimmedData }
            let shard = StreamShard(iterator.shard, of: stream)
            let page = try page(stream, shard, connection)
            var reply = Reply(capacity: page.records.count + 512)
            reply.member("Records", raw: page.records)
            if !page.isLast || shard.end(at: now) == nil {
                var next = iterator
                (next.position, next.issued) = (page.next, now)
                reply.member("NextShardIterator", .string(next.text))
            }
            return reply.finish()
        }
    }

    /// A JSON array of records, the position behind them, and whether they are all there are.
    private func page(
        _ stream: Stream,
        _ shard: StreamShard,
        _ connection: Connection
    ) throws -> (records: [UInt8], next: Int, isLast: Bool) {
        var records = [UInt8(ascii: "[")]
        var count = 0
        var next = iterator.position
        var isLast = true
        try stream.forEachRecord(of: shard, from: iterator.position, connection) { sequenceNumber, record in
            if count == limit || count > 0 && records.count + record.count > Self.maximumBytes {
                isLast = false
                return false
            }
            if count > 0 { records.append(UInt8(ascii: ",")) }
            records += record
            count += 1
            next = sequenceNumber + 1
            return true
        }
        records.append(UInt8(ascii: "]"))
        return (records, next, isLast)
    }
}
