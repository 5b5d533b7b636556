import Wire

/// The `Host` header of a request.
struct HostHeader {
    /// Without port, in lower case; `localhost` where there is no header.
    let name: String
    /// As the client wrote it, 80 where he wrote none.
    let port: String

    init(_ header: String?) {
        let text = header ?? "localhost"
        let colon = text.utf8.lastIndex(of: UInt8(ascii: ":"))
        // An IPv6 address stands in brackets and has colons of its own.
        if let colon, !text.utf8[colon...].contains(UInt8(ascii: "]")) {
            name = text[..<colon].lowercased()
            port = String(text[colon...].dropFirst())
        } else {
            name = text.lowercased()
            port = "80"
        }
    }

    /// `nil` where the request has none, whatever its version, or two that differ, or one that is no name and port, so that
    /// nobody can say whom it is for (RFC 9112, 3.2).
    init?(only request: HTTPRequest) {
        var only: String?
        for field in request.headers.fields where HTTPHeaders.same(field.name, "Host") {
            guard only == nil || only == field.value else { return nil }
            only = field.value
        }
        guard let only, HostSyntax.accepts(only) else { return nil }
        self.init(only)
    }

    /// Up to the first dot.
    var prefix: String {
        name.utf8.firstIndex(of: UInt8(ascii: ".")).map { String(name[..<$0]) } ?? name
    }
}
