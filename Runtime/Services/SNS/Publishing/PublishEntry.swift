import FoundationEssentials
import JSON
import ServiceKit
import Time
import Wire

/// What somebody publishes: one request, or one entry of a batch.
struct PublishEntry {
    private static let messageBytes = 262_144

    private let json: JSON.Object
    private let given: [Delivery.MessageAttribute]?

    init(_ json: JSON.Object) {
        self.json = json
        given = nil
    }

    /// What another service publishes.
    init(_ delivery: Delivery) {
        var json = JSON.Object([("Message", .string(String(decoding: delivery.payload, as: UTF8.self)))])
        json["Subject"] = delivery.subject.map { .string($0) }
        json["MessageGroupId"] = delivery.messageGroupID.map { .string($0) }
        json["MessageDeduplicationId"] = delivery.messageDeduplicationID.map { .string($0) }
        self.json = json
        given = delivery.attributes
    }

    private func text(_ name: String) -> String? { json[name]?.stringValue }

    var size: Int {
        let attributes = json["MessageAttributes"]?.objectValue?.members ?? []
        return (text("Message")?.utf8.count ?? 0)
            + attributes.reduce(0) { sum, member in
                sum + member.key.utf8.count
                    + (member.value.objectValue?.members ?? []).reduce(0) {
                        $0 + ($1.value.stringValue?.utf8.count ?? 0)
                    }
            }
    }

    /// Refuses what SNS refuses.
    func notification(
        _ topic: ARN,
        _ document: JSON.Object,
        _ call: RegionalCall,
        _ ids: IDSource
    ) throws(AWSError) -> Notification {
        let (texts, subject) = (try texts(), try subject())
        let attributes = if let given { given } else { try self.attributes() }
        var notification = Notification(
            id: ids.uuid(),
            topic: topic,
            subject: subject,
            texts: texts,
            attributes: attributes,
            time: call.now
        )
        notification.signatureVersion = document.signatureVersion
        guard size <= Self.messageBytes else { throw .invalid("Message too long") }
        try setOrder(&notification, document)
        return notification
    }

    private func texts() throws(AWSError) -> [String: String] {
        guard let message = text("Message"), !message.isEmpty else { throw .invalid("Empty message") }
        guard let structure = text("MessageStructure"), !structure.isEmpty else { return ["default": message] }
        guard structure == "json" else { throw .invalid("MessageStructure") }
        guard let json = (try? JSON(parsing: message))?.objectValue else {
            throw .invalid("Message Structure - JSON message body failed to parse")
        }
        guard json["default"]?.stringValue != nil else {
            throw .invalid("Message Structure - No default entry in JSON message body")
        }
        return Dictionary(json.members.compactMap { member in member.value.stringValue.map { (member.key, $0) } }) {
            $1
        }
    }

    private func subject() throws(AWSError) -> String? {
        guard let subject = text("Subject") else { return nil }
        guard !subject.isEmpty, !subject.unicodeScalars.contains(where: Self.isForbidden) else {
            throw .invalid("Subject")
        }
        guard subject.count <= 100 else {
            throw AWSError("InvalidParameter", message: "Subject must be less than 100 characters")
        }
        return subject
    }

    /// Line breaks and control characters.
    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        [.control, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
    }

    private func attributes() throws(AWSError) -> [Delivery.MessageAttribute] {
        var attributes: [Delivery.MessageAttribute] = []
        for member in json["MessageAttributes"]?.objectValue?.members ?? [] {
            attributes.append(try attribute(member.key, member.value))
        }
        return attributes
    }

    private static func check(name: String) throws(AWSError) {
        guard name.utf8.count <= 256 else {
            throw .invalidValue("Length of message attribute name must be less than 256 bytes.")
        }
        let isPlain = { (scalar: Unicode.Scalar) in
            scalar.isASCII && scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                || "-_.".unicodeScalars.contains(scalar)
        }
        if let other = name.unicodeScalars.first(where: { !isPlain($0) }) {
            throw .invalidValue(
                "Invalid non-alphanumeric character '#x\(String(other.value, radix: 16, uppercase: true))' was found in "
                    + "the message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots."
            )
        }
        for (place, isThere) in [("starting", name.hasPrefix(".")), ("ending", name.hasSuffix("."))] where isThere {
            throw .invalidValue("Invalid message attribute name \(place) with character '.' was found.")
        }
        if name.contains("..") { throw .invalidValue("Message attribute name can not have successive '.' character.") }
    }

    private func attribute(_ name: String, _ json: JSON) throws(AWSError) -> Delivery.MessageAttribute {
        try Self.check(name: name)
        guard let type = json["DataType"]?.stringValue, !type.isEmpty else {
            throw .invalidValue("The message attribute '\(name)' must contain non-empty message attribute type.")
        }
        let kind = type.prefix { $0 != "." }
        guard ["String", "Number", "Binary"].contains(kind), type.count != kind.count + 1 else {
            throw .invalidValue(
                "The message attribute '\(name)' has an invalid message attribute type, the set of supported type "
                    + "prefixes is Binary, Number, and String."
            )
        }
        let field = kind == "Binary" ? "Binary" : "String"
        if json[kind == "Binary" ? "StringValue" : "BinaryValue"]?.stringValue?.isEmpty == false {
            throw .invalidValue("The message attribute '\(name)' with type '\(kind)' must use field '\(field)'.")
        }
        let value = json["\(field)Value"]?.stringValue ?? ""
        guard !value.isEmpty else {
            throw .invalidValue(
                "The message attribute '\(name)' must contain non-empty message attribute value for message attribute "
                    + "type '\(type)'."
            )
        }
        if kind == "Number", Double(value) == nil {
            throw .invalidValue("Could not cast message attribute '\(name)' value to number.")
        }
        guard kind == "Binary" else { return .init(name: name, type: type, value: .text(value)) }
        guard let data = Data(base64Encoded: value) else {
            throw .invalidValue("BinaryValue of '\(name)' is not Base64.")
        }
        return .init(name: name, type: type, value: .binary(Array(data)))
    }

    private func setOrder(_ notification: inout Notification, _ topic: JSON.Object) throws(AWSError) {
        notification.messageGroupID = text("MessageGroupId")
        guard topic.flag("FifoTopic") else {
            if text("MessageDeduplicationId") != nil {
                throw .invalid(
                    "MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not "
                        + "valid for this topic type"
                )
            }
            return
        }
        guard notification.messageGroupID != nil else {
            throw .invalid("The MessageGroupId parameter is required for FIFO topics")
        }
        if let id = text("MessageDeduplicationId") {
            notification.messageDeduplicationID = id
        } else if topic.flag("ContentBasedDeduplication") {
            notification.messageDeduplicationID = SHA256.hex(Array((text("Message") ?? "").utf8))
        } else {
            throw .invalid(
                "The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided "
                    + "explicitly"
            )
        }
    }
}
