import JSON
import ServiceKit
import Wire

/// The tags of a log group.
enum LogTags {
    private static let limit = 50

    /// The tags with those of a request added or put in place.
    static func merged(_ tags: [String: String], _ new: JSON?) throws(AWSError) -> [String: String] {
        try ReservedTagKeys.check((new?.objectValue?.members ?? []).map(\.key), AWSError.invalidParameter)
        var tags = tags
        for member in new?.objectValue?.members ?? [] { tags[member.key] = member.value.stringValue ?? "" }
        guard tags.count <= limit else {
            throw AWSError(
                "TooManyTagsException",
                message: "The specified resource has too many tags: \(limit) are allowed."
            )
        }
        return tags
    }

    static func json(_ tags: [String: String]) -> JSON {
        .object(JSON.Object(tags.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
    }
}
