import Wire

/// The name of a queue and the addresses it goes by.
enum QueueName {
    static func check(_ name: String, isFIFO: Bool) throws(AWSError) {
        let plain = isFIFO && name.hasSuffix(".fifo") ? name.dropLast(".fifo".count) : name[...]
        guard !plain.isEmpty, name.utf8.count <= 80, plain.utf8.allSatisfy(isAllowed) else {
            throw isFIFO ? notFIFO : invalid
        }
        guard !isFIFO || plain.utf8.count < name.utf8.count else { throw notFIFO }
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static let invalid = AWSError.invalidParameter(
        "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length"
    )

    private static let notFIFO = AWSError.invalidParameter(
        "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, "
            + "must end with .fifo suffix and be 1 to 80 in length"
    )

    /// The name in a queue's URL in any of the forms that AWS has had, `…/ACCOUNT/NAME`, or in what is just a name.
    /// `nil` for a URL of no queue, or of another account's.
    static func inURL(_ url: String, of account: AWSAccount) -> String? {
        guard url.contains("/") else { return url }
        let parts = pathParts(of: url)
        guard let name = parts.last, parts.count >= 2 else { return nil }
        return parts[parts.count - 2] == account.id ? String(name) : nil
    }

    private static func pathParts(of url: String) -> [Substring] {
        var rest = url[...]
        if let scheme = rest.firstRange(of: "://") {
            rest = rest[scheme.upperBound...]
            rest = rest[(rest.firstIndex(of: "/") ?? rest.endIndex)...]
        }
        return rest.prefix { $0 != "?" && $0 != "#" }.split(separator: "/")
    }

    /// Whether a path is that of a queue's URL.
    static func isQueuePath(_ path: Substring) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 3 && parts[0].isEmpty && parts[1].utf8.count == 12
            && parts[1].utf8.allSatisfy { (0x30...0x39).contains($0) } && !parts[2].isEmpty
    }
}
