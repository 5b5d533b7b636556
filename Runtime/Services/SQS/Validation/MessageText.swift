import JSON
import Wire

/// What may stand in bodies and in identifiers of messages.
enum MessageText {
    /// The characters of XML 1.0.
    /// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
    static func check(_ body: String) throws(AWSError) {
        guard let invalid = firstInvalid(body) else { return }
        throw AWSError(
            "InvalidMessageContents",
            message: "Invalid binary character '#x\(String(invalid, radix: 16))' was found in the message body, "
                + "the set of allowed characters is #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | "
                + "#x10000 to #x10FFFF"
        )
    }

    static func firstInvalid(_ text: String) -> UInt32? {
        var text = text
        let isPlain = text.withUTF8 { utf8 in
            utf8.allSatisfy { $0 >= 0x20 && $0 != 0xEF || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
        }
        if isPlain { return nil }
        return text.unicodeScalars.first { !isAllowed($0.value) }?.value
    }

    private static func isAllowed(_ scalar: UInt32) -> Bool {
        scalar == 0x09 || scalar == 0x0A || scalar == 0x0D || (scalar >= 0x20 && scalar != 0xFFFE && scalar != 0xFFFF)
    }

    /// Whether a message group or deduplication id has 1 to 128 letters, digits and marks of ASCII.
    static func isIdentifier(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    static func checkIdentifier(_ name: String, in input: JSON.Object) throws(AWSError) -> String? {
        guard let text = input[name]?.nonNull?.stringValue else { return nil }
        guard isIdentifier(text) else {
            throw .invalid(
                text,
                for: name,
                "\(name) can only include alphanumeric and punctuation characters. 1 to 128 in length."
            )
        }
        return text
    }
}
