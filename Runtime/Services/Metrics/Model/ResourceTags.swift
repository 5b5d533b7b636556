import JSON
import ServiceKit
import Wire

/// The tags of an alarm or of a rule.
enum ResourceTags {
    private static let limit = 50

    /// The tags with those of a request added or put in place.
    static func merged(_ tags: [String: String], _ new: JSON?) throws(AWSError) -> [String: String] {
        try ReservedTagKeys.check(new, AWSError.invalidValue)
        var tags = tags
        for tag in new?.arrayValue ?? [] { tags[tag["Key"]?.stringValue ?? ""] = tag["Value"]?.stringValue ?? "" }
        guard tags.count <= limit else { throw .invalidValue("A resource may have \(limit) tags.") }
        return tags
    }

    static func json(_ tags: [String: String]) -> JSON {
        .array(tags.sorted { $0.key < $1.key }.map { ["Key": .string($0.key), "Value": .string($0.value)] })
    }
}
