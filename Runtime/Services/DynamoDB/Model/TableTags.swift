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
        for (index, tag) in tags.enumerated() {
            for part in ["Key", "Value"] {
                let text = tag[part]?.stringValue ?? ""
                guard text.allSatisfy({ $0.isLetter || $0.isNumber || $0.isWhitespace || "+-=._:/@".contains($0) })
                else { throw .validation("The Tag \(part) provided is invalid, \(part): \(text)") }
            }
            let key = tag["Key"]?.stringValue ?? ""
            guard !key.lowercased().hasPrefix("aws:") else {
                throw .validation("Tag Key cannot be prefixed with aws:, Key: \(key)")
            }
            guard !tags[..<index].contains(where: { $0["Key"] == tag["Key"] }) else {
                throw .validation("Duplicate Tag Keys provided as input: Duplicate Tag Key found \(key)")
            }
        }
        try checkCount(tags)
    }

    private static func checkCount(_ tags: [JSON]) throws(AWSError) {
        guard tags.count <= Limits.tags else {
            throw .validation("Number of Tags exceed the current limit for the provided ResourceArn")
        }
    }
}
