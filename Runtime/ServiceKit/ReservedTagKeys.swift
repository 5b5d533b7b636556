import JSON
import Wire

/// The tag keys that AWS keeps for itself: those that begin with `aws:`, in whatever case.
/// https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
package enum ReservedTagKeys {
    private static let prefix = "aws:"
    /// What AWS's tagging service says, and what services that are not known to say anything else say here.
    private static let message = "aws: prefixed tag key names are not allowed for external use."

    /// Throws the service's kind of error, with AWS's words in it, for a key that is not the caller's to give.
    package static func check(
        _ keys: some Sequence<String>,
        _ error: (String) -> AWSError
    ) throws(AWSError) {
        guard keys.contains(where: { $0.lowercased().hasPrefix(prefix) }) else { return }
        throw error(message)
    }

    /// The same of tags as most services have them: objects with a `Key`.
    package static func check(_ tags: JSON?, _ error: (String) -> AWSError) throws(AWSError) {
        try check((tags?.arrayValue ?? []).compactMap { $0["Key"]?.stringValue }, error)
    }
}
