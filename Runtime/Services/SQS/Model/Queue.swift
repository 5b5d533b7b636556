import JSON
import Storage
import Time
import Wire

/// One queue as it is now. Changed, it is replaced by another value; what happens in it is `activity`, which stays.
final class Queue: Sendable {
    let name: String
    let arn: ARN
    /// Under which its messages are stored. A purged queue gets another one.
    let space: Int
    let attributes: QueueAttributes
    let tags: [String: String]
    let created: Timestamp
    let modified: Timestamp
    let purged: Timestamp?
    let activity: QueueActivity

    init(
        name: String,
        arn: ARN,
        space: Int,
        attributes: QueueAttributes,
        tags: [String: String],
        created: Timestamp,
        modified: Timestamp,
        purged: Timestamp? = nil,
        activity: QueueActivity
    ) {
        self.name = name
        self.arn = arn
        self.space = space
        self.attributes = attributes
        self.tags = tags
        self.created = created
        self.modified = modified
        self.purged = purged
        self.activity = activity
    }

    func with(attributes: QueueAttributes, at now: Timestamp) -> Queue {
        Queue(
            name: name,
            arn: arn,
            space: space,
            attributes: attributes,
            tags: tags,
            created: created,
            modified: now,
            purged: purged,
            activity: activity
        )
    }

    func with(tags: [String: String]) -> Queue {
        Queue(
            name: name,
            arn: arn,
            space: space,
            attributes: attributes,
            tags: tags,
            created: created,
            modified: modified,
            purged: purged,
            activity: activity
        )
    }

    /// The queue without its messages.
    func purged(at now: Timestamp, space: Int) -> Queue {
        Queue(
            name: name,
            arn: arn,
            space: space,
            attributes: attributes,
            tags: tags,
            created: created,
            modified: modified,
            purged: now,
            activity: activity
        )
    }

    /// The address by which clients of `base`, as `http://127.0.0.1:4566`, reach it.
    func url(_ base: String) -> String { "\(base)/\(arn.accountID)/\(name)" }
}
