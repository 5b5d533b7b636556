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
    private let formerScope: FormerScope?
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
        formerScope: FormerScope? = nil,
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
        self.formerScope = formerScope
        self.activity = activity
    }

    func with(attributes: QueueAttributes, at now: Timestamp) -> Queue {
        let isSame = attributes.deduplicationScope == self.attributes.deduplicationScope
        let former = isSame ? formerScope : FormerScope(name: deduplicationScope(at: now), end: now + Self.propagation)
        return copy(attributes: attributes, modified: now, formerScope: former)
    }

    func with(tags: [String: String]) -> Queue { copy(tags: tags) }

    /// The queue without its messages.
    func purged(at now: Timestamp, space: Int) -> Queue { copy(space: space, purged: now) }

    private func copy(
        space: Int? = nil,
        attributes: QueueAttributes? = nil,
        tags: [String: String]? = nil,
        modified: Timestamp? = nil,
        purged: Timestamp? = nil,
        formerScope: FormerScope? = nil
    ) -> Queue {
        Queue(
            name: name,
            arn: arn,
            space: space ?? self.space,
            attributes: attributes ?? self.attributes,
            tags: tags ?? self.tags,
            created: created,
            modified: modified ?? self.modified,
            purged: purged ?? self.purged,
            formerScope: formerScope ?? self.formerScope,
            activity: activity
        )
    }

    // MARK: Deduplication

    /// What messages were compared with before the attribute was changed.
    struct FormerScope: Sendable {
        let name: String
        let end: Timestamp
    }

    /// How long AWS takes to heed an attribute everywhere.
    /// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
    private static let propagation = Duration.seconds(60)

    /// What messages are compared with now.
    func deduplicationScope(at now: Timestamp) -> String {
        guard let formerScope, now < formerScope.end else { return attributes.deduplicationScope }
        return formerScope.name
    }

    /// The address by which clients of `base`, as `http://127.0.0.1:4566`, reach it.
    func url(_ base: String) -> String { "\(base)/\(arn.accountID)/\(name)" }
}
