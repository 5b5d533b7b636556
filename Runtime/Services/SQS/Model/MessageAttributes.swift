import FoundationEssentials
import JSON
import ServiceKit
import Wire

/// The attributes of a message, the user's or the system's, as they were sent, with what AWS computes of them.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
struct MessageAttributes: Sendable {
    /// By name, in the order of names.
    let values: JSON.Object
    /// Names, types and values together.
    let size: Int

    static let none = MessageAttributes(values: JSON.Object(), size: 0)

    private init(values: JSON.Object, size: Int) {
        self.values = values
        self.size = size
    }

    /// Attributes that were checked before they were stored.
    init(stored text: String) throws(JSONParseError) {
        self.init(values: try JSON(parsing: text).objectValue ?? JSON.Object(), size: 0)
    }

    init(_ object: JSON.Object, kind: Kind = .user) throws(AWSError) {
        guard object.count <= Limits.messageAttributes else {
            throw .invalidParameter(
                "Number of message attributes [\(object.count)] exceeds the allowed maximum [\(Limits.messageAttributes)]."
            )
        }
        var (size, checked): (Int, [(String, JSON)]) = (0, [])
        for member in object.members {
            let attribute = try MessageAttribute(member.key, member.value, kind)
            size += attribute.size
            checked.append((member.key, attribute.json))
        }
        checked.sort { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }
        self.init(values: JSON.Object(checked), size: size)
    }

    enum Kind { case user, system }

    /// With who has sent the message, where it is not the account: clients cannot say so themselves.
    func sent(by sender: String?) -> MessageAttributes {
        guard let sender else { return self }
        var values = values
        values["SenderId"] = ["DataType": "String", "StringValue": .string(sender)]
        return MessageAttributes(values: values, size: size)
    }

    var isEmpty: Bool { values.isEmpty }
    var text: String { JSON.object(values).text }

    /// The digest by which clients see that the attributes arrived; `nil` without any.
    var md5: String? {
        if values.isEmpty { return nil }
        var bytes: [UInt8] = []
        for member in values.members {
            bytes.appendCounted(Array(member.key.utf8))
            bytes.appendCounted(Array((member.value["DataType"]?.stringValue ?? "").utf8))
            if let binary = member.value["BinaryValue"]?.stringValue {
                bytes.append(2)
                bytes.appendCounted(Array(Data(base64Encoded: binary) ?? Data()))
            } else {
                bytes.append(1)
                bytes.appendCounted(Array((member.value["StringValue"]?.stringValue ?? "").utf8))
            }
        }
        return MD5.hex(bytes)
    }

    /// Those that a receiver asks for: `All`, `*`, `.*`, a name, or the beginning of names as `prefix.*`.
    func filtered(by names: [String]) -> MessageAttributes {
        if names.contains(where: ["All", "*", ".*"].contains) { return self }
        let wanted = values.members.filter { member in names.contains { Self.admits($0, member.key) } }
        return MessageAttributes(values: JSON.Object(wanted.map { ($0.key, $0.value) }), size: 0)
    }

    private static func admits(_ wanted: String, _ name: String) -> Bool {
        wanted == name || (wanted.hasSuffix(".*") && name.hasPrefix(wanted.dropLast(2)))
    }
}

extension [UInt8] {
    /// The length in four bytes, and then the bytes.
    fileprivate mutating func appendCounted(_ bytes: [UInt8]) {
        let count = UInt32(truncatingIfNeeded: bytes.count)
        append(contentsOf: [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) })
        append(contentsOf: bytes)
    }
}
