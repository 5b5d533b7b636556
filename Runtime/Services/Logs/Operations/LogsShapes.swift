import JSON
import ServiceKit

/// The shapes that several actions take.
extension Shape {
    static func request(_ name: String, _ members: [Member]) -> Shape {
        .structure(members, java: "com.amazonaws.logs.\(name)Request")
    }

    static let groupName = Shape.string(length: 1...512, pattern: .groupName)
    /// Of actions that say in other words that a name is too long.
    static let anyGroupName = Shape.string(length: 1...Int.max, pattern: .groupName)
    static let groupIdentifier = Shape.string(length: 1...2048, pattern: .identifier)
    static let streamName = Shape.string(length: 1...512, pattern: .streamName)
    static let filterName = Shape.string(length: 1...512, pattern: .streamName)
    static let filterPattern = Shape.string(length: 0...1024)
    static let metricName = Shape.string(length: 0...255, pattern: .metricName)
    /// Milliseconds since 1970.
    static let time = Shape.number(java: "Long", range: 0...Int(Int64.max))
    static let token = Shape.string(length: 1...2048)
    static let pageLimit = Shape.number(java: "Integer", range: 1...50)
    static let eventLimit = Shape.number(java: "Integer", range: 1...10_000)
    static let groupClass = Shape.string(values: ["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"])
    static let kmsKey = Shape.string(length: 0...256)
    static let resourceARN = Shape.string(length: 1...1011)
    static let tagKey = Shape.string(length: 1...128)
    static let tags = Shape.map(
        .string(length: 0...256),
        java: "java.lang.String",
        length: 1...50,
        keys: KeyConstraint(length: 1...128)
    )
}

extension Shape.Pattern {
    static let groupName = Self(#"[\.\-_/#A-Za-z0-9]+"#) {
        $0.utf8.allSatisfy { $0.isWordByte || "./#-".utf8.contains($0) }
    }
    static let identifier = Self(#"[\w#+=/:,.@-]*"#) {
        $0.utf8.allSatisfy { $0.isWordByte || "#+=/:,.@-".utf8.contains($0) }
    }
    static let streamName = Self("[^:*]*") { !$0.utf8.contains { ":*".utf8.contains($0) } }
    static let metricName = Self("[^:*$]*") { !$0.utf8.contains { ":*$".utf8.contains($0) } }
}

extension UInt8 {
    /// Whether it is a letter, a digit or `_` of ASCII.
    fileprivate var isWordByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

/// Bodies of replies.
enum Reply {
    static let nothing = Array("{}".utf8)

    /// Members without a value are left out.
    static func bytes(_ members: [(String, JSON?)]) -> [UInt8] {
        JSON.object(JSON.Object(members.compactMap { name, value in value.map { (name, $0) } })).bytes
    }
}
