import ServiceKit
import FoundationEssentials
import JSON
import Wire

/// One attribute of a message to send: a type, and text or bytes.
struct MessageAttribute {
    let json: JSON
    /// Of name, type and value, in bytes.
    let size: Int

    init(_ name: String, _ value: JSON, _ kind: MessageAttributes.Kind) throws(AWSError) {
        switch kind {
        case .user: try Self.check(name: name)
        case .system: try Self.checkSystem(name: name)
        }
        let type = value["DataType"]?.nonNull?.stringValue ?? ""
        try Self.check(type: type, of: name)
        if kind == .system && type != "String" {
            throw .invalidParameter(
                "Message system attribute name '\(name)' must be of type 'String'."
            )
        }
        if value["StringListValues"]?.arrayValue?.isEmpty == false
            || value["BinaryListValues"]?.arrayValue?.isEmpty == false
        {
            throw AWSError(
                "UnsupportedOperation",
                message: "Message attribute list values in SendMessage operation are not supported."
            )
        }
        let label = kind == .user ? "(user) " : "(system) "
        if type == "Binary" || type.hasPrefix("Binary.") {
            let bytes = try Self.binary(value, name, type, label)
            json = ["DataType": .string(type), "BinaryValue": .string(bytes.text)]
            size = name.utf8.count + type.utf8.count + bytes.count
        } else {
            let text = try Self.text(value, name, type, label)
            json = ["DataType": .string(type), "StringValue": .string(text)]
            size = name.utf8.count + type.utf8.count + text.utf8.count
        }
    }

    private static func check(name: String) throws(AWSError) {
        guard !name.isEmpty else {
            throw .invalidParameter("The message attribute name must not be empty.")
        }
        guard name.utf8.count <= 256 else {
            throw .invalidParameter("Length of message attribute name must be less than 256 bytes.")
        }
        // Of any alphabet, whatever the text says.
        guard name.allSatisfy({ $0.isLetter || $0.isNumber || "_-.".contains($0) }) else {
            throw .invalidParameter(
                "The message attribute name '\(name)' is invalid. Attribute name can contain A-Z, a-z, 0-9, "
                    + "underscore (_), hyphen (-), and period (.) characters."
            )
        }
        let lower = name.lowercased()
        if lower.hasPrefix("aws.") || lower.hasPrefix("amazon.") {
            throw .invalidParameter(
                "You can't use message attribute names beginning with 'AWS.' or 'Amazon.' or any casing variants."
            )
        }
        if name.hasPrefix(".") || name.hasSuffix(".") || name.contains("..") {
            throw .invalidParameter(
                "Invalid message attribute name '\(name)': it can't start or end with a period, nor have periods in succession."
            )
        }
    }

    private static func checkSystem(name: String) throws(AWSError) {
        guard name == "AWSTraceHeader" else {
            throw .invalidParameter("Message system attribute name '\(name)' is invalid.")
        }
    }

    private static func check(type: String, of name: String) throws(AWSError) {
        guard !type.isEmpty else {
            throw .invalidParameter("The message attribute '\(name)' must contain non-empty message attribute type.")
        }
        guard type.utf8.count <= 256 else {
            throw .invalidParameter("The type of message attribute '\(name)' must be less than 256 bytes.")
        }
        let base = type.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).first ?? ""
        guard ["String", "Number", "Binary"].contains(base) else {
            throw .invalidParameter(
                "The message attribute '\(name)' has an invalid message attribute type, the set of supported type "
                    + "prefixes is Binary, Number, and String."
            )
        }
    }

    private static func binary(
        _ value: JSON,
        _ name: String,
        _ type: String,
        _ label: String
    ) throws(AWSError) -> (text: String, count: Int) {
        if value["StringValue"]?.nonNull != nil {
            throw .invalidParameter("The message attribute '\(name)' with type 'Binary' must use field 'Binary'.")
        }
        guard let text = value["BinaryValue"]?.nonNull?.stringValue, !text.isEmpty else {
            throw empty(name, type, label)
        }
        guard let bytes = Data(base64Encoded: text) else {
            throw .serialization("Invalid base64 in the message attribute '\(name)'")
        }
        return (text, bytes.count)
    }

    private static func text(
        _ value: JSON,
        _ name: String,
        _ type: String,
        _ label: String
    ) throws(AWSError) -> String {
        if value["BinaryValue"]?.nonNull != nil {
            throw .invalidParameter("The message attribute '\(name)' with type '\(type)' must use field 'String'.")
        }
        guard let text = value["StringValue"]?.nonNull?.stringValue, !text.isEmpty else {
            throw empty(name, type, label)
        }
        if let invalid = MessageText.firstInvalid(text) {
            throw .invalidParameter(
                "Invalid binary character '#x\(String(invalid, radix: 16))' was found in the message attribute "
                    + "'\(name)' value, the set of allowed characters is #x9 | #xA | #xD | #x20 to #xD7FF | "
                    + "#xE000 to #xFFFD | #x10000 to #x10FFFF"
            )
        }
        if type == "Number" || type.hasPrefix("Number."), Double(text) == nil {
            throw .invalidParameter("Could not cast message attribute '\(name)' value to number.")
        }
        return text
    }

    private static func empty(_ name: String, _ type: String, _ label: String) -> AWSError {
        .invalidParameter("Message \(label)attribute '\(name)' must contain a non-empty value of type '\(type)'.")
    }
}
