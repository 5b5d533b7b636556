import CCurl

/// Header lines in the shape libcurl takes. Immutable, so requests may share one.
package final class CurlHeaderList: @unchecked Sendable {
    private(set) var first: UnsafeMutablePointer<curl_slist>?

    /// `Name: value` for each field. `Expect` and `Accept`, which libcurl would add by itself, are left out, unless the
    /// request is to be signed: libcurl signs the lines that take a field away as if the field were sent.
    package init(_ fields: [(name: String, value: String)], isSigned: Bool = false) {
        // Without the library no request can be sent.
        guard ccurl_load() else { return }
        let absent = isSigned ? [] : ["Expect:", "Accept:"]
        for line in absent + fields.map({ Self.line($0.name, $0.value) }) {
            first = ccurl_slist_append(first, line)
        }
    }

    deinit { if let first { ccurl_slist_free_all(first) } }

    /// `Name;` is how libcurl is told of a field without value. Line ends would start a new field: they become blanks.
    static func line(_ name: String, _ value: String) -> String {
        if value.isEmpty { return "\(name);" }
        // All else that ends lines has bytes of which the first is one of these.
        let isPlain = !value.utf8.contains { (0x0A...0x0D).contains($0) || $0 == 0xC2 || $0 == 0xE2 }
        return "\(name): \(isPlain ? value : String(value.map { $0.isNewline ? " " : $0 }))"
    }
}
