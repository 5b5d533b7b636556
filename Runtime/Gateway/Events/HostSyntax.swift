import Wire

/// What a `Host` header may hold: a name or an address, and a port if it likes (RFC 3986, 3.2.2).
enum HostSyntax {
    private static let colon = UInt8(ascii: ":")
    /// What a name may have beside letters and digits.
    private static let marks = Array("-._~%!$&'()*+,;=".utf8)

    static func accepts(_ text: String) -> Bool {
        var rest = Substring(text).utf8
        guard rest.first == UInt8(ascii: "[") ? takeAddress(&rest) : takeName(&rest) else { return false }
        return rest.isEmpty || rest.first == colon && rest.dropFirst().allSatisfy(\.isDigit)
    }

    private static func takeName(_ text: inout Substring.UTF8View) -> Bool {
        let name = text.prefix { $0.isDigit || $0.isLetter || marks.contains($0) }
        text = text[name.endIndex...]
        return !name.isEmpty
    }

    /// In brackets, for the sake of its colons.
    private static func takeAddress(_ text: inout Substring.UTF8View) -> Bool {
        guard let end = text.firstIndex(of: UInt8(ascii: "]")) else { return false }
        let address = text[..<end].dropFirst()
        text = text[text.index(after: end)...]
        return !address.isEmpty && address.allSatisfy { isHexDigit($0) || $0 == colon || $0 == UInt8(ascii: ".") }
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        byte.isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
    }
}
