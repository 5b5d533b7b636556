import ServiceKit

/// Patterns of names, as
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Types.html has them.
extension Shape.Pattern {
    static let resourceName = Shape.Pattern(#"[\.\-_A-Za-z0-9]+"#) { isName($0, "._-") }
    static let busName = Shape.Pattern(#"[/\.\-_A-Za-z0-9]+"#) { isName($0, "/._-") }
    static let statementID = Shape.Pattern("[a-zA-Z0-9-_]+") { isName($0, "_-") }
    static let busNameOrARN = Shape.Pattern(
        #"(arn:aws[\w-]*:events:[a-z]+-[a-z]+-[\w-]+:[0-9]{12}:event-bus\/)?[/\.\-_A-Za-z0-9]+"#
    ) { text in
        isName(text.hasPrefix("arn:") ? text.split(separator: ":").last ?? "" : text[...], "/._-")
    }
    static let eventsARN = Shape.Pattern(#"^arn:aws([a-z]|\-)*:events:([a-z]|\d|\-)*:([0-9]{12})?:.+\/.+$"#) { text in
        text.wholeMatch(of: /arn:aws[a-z\-]*:events:[a-z\d\-]*:([0-9]{12})?:.+\/.+/) != nil
    }
    static let connectionARN = Shape.Pattern(
        #"^arn:aws([a-z]|\-)*:events:([a-z]|\d|\-)*:([0-9]{12})?:connection\/[\.\-_A-Za-z0-9]+\/[\-A-Za-z0-9]+$"#
    ) { text in
        text.wholeMatch(
            of: /arn:aws[a-z\-]*:events:[a-z\d\-]*:([0-9]{12})?:connection\/[.\-_A-Za-z0-9]+\/[\-A-Za-z0-9]+/
        ) != nil
    }

    private static func isName(_ text: some StringProtocol, _ others: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || others.utf8.contains(byte)
            }
    }
}
