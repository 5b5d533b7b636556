import JSON
import Wire

/// A table's tags, in the order in which they came.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Tagging.html
struct TableTags: Sendable {
    private(set) var json: [JSON]

    init(_ table: Table) { json = table.definition.request["Tags"]?.arrayValue ?? [] }

    mutating func set(_ tags: [JSON]) throws(AWSError) {
        for tag in tags {
            if let index = json.firstIndex(where: { $0["Key"] == tag["Key"] }) {
                json[index] = tag
            } else {
                json.append(tag)
            }
        }
        try Self.checkCount(json)
    }

    mutating func remove(_ keys: [JSON]) { json.removeAll { tag in tag["Key"].map(keys.contains) ?? false } }

    /// Refuses characters that tags cannot have: all but letters, digits, whitespace and `+-=._:/@`.
    static func check(_ tags: [JSON]) throws(AWSError) {
        for tag in tags {
            for part in ["Key", "Value"] {
                let text = tag[part]?.stringValue ?? ""
                guard text.allSatisfy({ $0.isLetter || $0.isNumber || $0.isWhitespace || "+-=._:/@".contains($0) })
                else {
                    throw .invalid("The tag \(part.lowercased()) contains characters that are not allowed: \(text)")
                }
            }
            guard tag["Key"]?.stringValue?.lowercased().hasPrefix("aws:") != true else {
                throw .invalid("Tag keys that begin with aws: are reserved for system use")
            }
        }
        try checkCount(tags)
    }

    private static func checkCount(_ tags: [JSON]) throws(AWSError) {
        guard tags.count <= Limits.tags else { throw .invalid("Too many tags: a table can have \(Limits.tags)") }
    }
}
