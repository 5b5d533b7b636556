import JSON
import Time
import Wire

/// Who may use a table or a stream, as its owner has put it. It is kept and shown; nothing is forbidden here.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/access-control-resource-based.html
struct ResourcePolicy: Sendable, Codable {
    /// What `ExpectedRevisionId` says where no policy is expected.
    static let none = "NO_POLICY"

    private static let maximumBytes = 20 * 1024

    var text: String
    /// The millisecond in which it was put.
    var revision: String

    /// The policy after a put. One that is the same keeps its revision.
    static func putting(_ text: String, over present: ResourcePolicy?, at now: Timestamp) -> ResourcePolicy {
        if let present, present.text == text { return present }
        let last = present.flatMap { Int64($0.revision) } ?? 0
        return ResourcePolicy(text: text, revision: String(max(now.millisecondsSinceEpoch, last + 1)))
    }

    /// Refuses what cannot be a policy.
    static func check(_ text: String) throws(AWSError) {
        guard (try? JSON(parsing: text))?.objectValue != nil else {
            throw .invalid("Invalid policy document: This policy contains invalid Json")
        }
        guard text.utf8.count <= maximumBytes else {
            throw .invalid("Maximum policy size of \(maximumBytes) bytes exceeded")
        }
    }

    /// Refuses a change that is meant for another revision.
    static func check(_ present: ResourcePolicy?, isAt expected: String?, _ table: Table) throws(AWSError) {
        guard let expected, expected != present?.revision ?? none else { return }
        guard let present else { throw .noPolicy(table.arn.description) }
        throw .noPolicy(
            expected == none
                ? "Requested policy update expecting none to be present for table \(table.name), "
                    + "but a policy exists with revision id \(present.revision)."
                : "Requested update for policy with revision id \(expected), but the policy associated to "
                    + "target table \(table.name) has revision id \(present.revision)."
        )
    }
}

extension AWSError {
    static func noPolicy(_ detail: String) -> AWSError {
        AWSError(
            "PolicyNotFoundException",
            message: "Resource-based policy not found for the provided ResourceArn: \(detail)"
        )
    }
}
