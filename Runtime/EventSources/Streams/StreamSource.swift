import Time
import Wire

/// A service whose streams functions can be given the records of.
package protocol StreamSource: Sendable {
    /// The shards that may hold records, parents before their children.
    func shards(
        of stream: ARN,
        completion: @escaping @Sendable (Result<[StreamShard], AWSError>) -> Void
    )

    /// Up to `limit` records of a shard behind the one with `sequenceNumber`, or from the oldest on.
    func records(
        of stream: ARN,
        shard: String,
        after sequenceNumber: String?,
        limit: Int,
        completion: @escaping @Sendable (Result<StreamPage, AWSError>) -> Void
    )

    /// Calls `listener` with the ARN of a stream that has, or may have, new records. The listener does not block.
    func listen(_ listener: @escaping @Sendable (String) -> Void)
}

package struct StreamShard: Sendable, Hashable {
    package var id: String
    package var parentID: String?
    /// Of the last record; `nil` where it has none.
    package var lastSequenceNumber: String?

    package init(id: String, parentID: String?, lastSequenceNumber: String?) {
        self.id = id
        self.parentID = parentID
        self.lastSequenceNumber = lastSequenceNumber
    }
}

package struct StreamPage: Sendable {
    /// As the source's own API gives them.
    package var records: [[UInt8]]
    /// The shard holds no more for now.
    package var isLast: Bool
    /// The shard takes no more records.
    package var isClosed: Bool

    package init(records: [[UInt8]], isLast: Bool, isClosed: Bool) {
        self.records = records
        self.isLast = isLast
        self.isClosed = isClosed
    }
}

/// How far a function has been given the records of a shard.
struct ShardCheckpoint: Sendable, Hashable {
    /// Of the last record that is done with all before it; `nil` for none.
    var sequenceNumber: String?
    /// The shard is closed, and every record in it is done.
    var isFinished = false
}
