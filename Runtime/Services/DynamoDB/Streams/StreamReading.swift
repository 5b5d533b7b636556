import ServiceKit
import Storage
import Time
import Wire

/// Streams as the emulator itself reads them, for functions that are given what they hold.
extension DynamoDB {
    package struct ShardSummary: Sendable {
        package var id: String
        package var parentID: String?
        /// Of the last record that it holds; `nil` where it holds none.
        package var lastSequenceNumber: String?
    }

    /// A part of a shard.
    package struct RecordPage: Sendable {
        /// As `GetRecords` gives them.
        package var records: [[UInt8]]
        /// The shard holds no more records behind these for now.
        package var isLast: Bool
        /// The shard takes no more records.
        package var isClosed: Bool
    }

    /// The shards that may hold records, the oldest first. `completion` comes on a thread of the store's.
    package func shards(
        ofStream arn: String,
        completion: @escaping @Sendable (Result<[ShardSummary], AWSError>) -> Void
    ) {
        let (account, now) = (context.account, context.time.now)
        read(completion) { connection in
            let stream = try Stream.find(arn, at: now, account, connection)
            return try stream.shards(at: now).map { shard in
                ShardSummary(
                    id: shard.id,
                    parentID: shard.parentID,
                    lastSequenceNumber: try stream.last(of: shard, connection).map(SequenceNumber.text)
                )
            }
        }
    }

    /// Up to `limit` records of a shard behind a sequence number, or from the oldest on. Records that have gone for their
    /// age are passed over.
    package func records(
        ofStream arn: String,
        shard id: String,
        after sequenceNumber: String?,
        limit: Int,
        completion: @escaping @Sendable (Result<RecordPage, AWSError>) -> Void
    ) {
        let (account, now) = (context.account, context.time.now)
        read(completion) { connection in
            let stream = try Stream.find(arn, at: now, account, connection)
            guard let shard = stream.shards(at: now).first(where: { $0.id == id }) else {
                throw AWSError.noSuchShard(id, stream)
            }
            // Before the records are read: none is added to a shard that has ended.
            let isClosed = shard.end(at: now) != nil
            let start = sequenceNumber.flatMap(SequenceNumber.number).map { $0 + 1 } ?? 0
            var page = RecordPage(records: [], isLast: true, isClosed: isClosed)
            try stream.forEachRecord(of: shard, from: max(start, stream.trimmed + 1), connection) { _, document in
                guard page.records.count < limit else {
                    page.isLast = false
                    return false
                }
                page.records.append(document)
                return true
            }
            return page
        }
    }

    private func read<Value>(
        _ completion: @escaping @Sendable (Result<Value, AWSError>) -> Void,
        _ body: @escaping @Sendable (Connection) throws -> Value
    ) {
        context.database.read { [self] connection in
            do {
                let connection = try connection.get()
                completion(.success(try connection.snapshot { try body(connection) }))
            } catch let error as AWSError {
                completion(.failure(error))
            } catch let failure as StorageError {
                completion(.failure(error(for: failure)))
            } catch {
                completion(.failure(AWSError("InternalServerError", status: 500, message: "\(error)")))
            }
        }
    }
}
