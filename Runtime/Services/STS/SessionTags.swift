import JSON
import ServiceKit
import Wire

/// The tags of a session. Their rules are kept; nothing is decided by their values.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
struct SessionTags: Sendable {
    static let shape = Shape.list(
        .structure(
            [.required("Key", .string(length: 1...128)), .required("Value", .string(length: 0...256))],
            java: "Tag"
        ),
        length: 0...50
    )
    static let keys = Shape.list(.string(length: 1...128), length: 0...50)

    /// Of the tags that go on to the next role, in small letters.
    let transitiveKeys: [String]

    /// `inherited` are the keys that go on from the session that asks.
    init(_ input: JSON.Object, inherited: [String]) throws(AWSError) {
        let keys = (input["Tags"]?.arrayValue ?? []).map { $0["Key"]?.stringValue?.lowercased() ?? "" }
        let transitive = (input["TransitiveTagKeys"]?.arrayValue ?? []).map { $0.stringValue?.lowercased() ?? "" }
        guard Set(keys).count == keys.count else {
            throw .invalidTags("Duplicate tag keys found. Please note that Tag keys are case insensitive.")
        }
        guard keys.allSatisfy({ !inherited.contains($0) }) else {
            throw .invalidTags(
                "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key "
                    + "from the calling session."
            )
        }
        guard transitive.allSatisfy({ keys.contains($0) }) else {
            throw .invalidTags("The specified transitive tag key must be included in the requested tags.")
        }
        transitiveKeys = inherited + transitive
    }
}

extension AWSError {
    fileprivate static func invalidTags(_ message: String) -> AWSError {
        AWSError("InvalidParameterValue", message: message)
    }
}
