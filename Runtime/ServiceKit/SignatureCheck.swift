import Wire

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Whether a request carries a signature, in its header or its query. What it signs is not verified.
/// https://docs.aws.amazon.com/general/latest/gr/signature-v4-troubleshooting.html
enum SignatureCheck {
    static func check(_ request: HTTPRequest) throws(AWSError) {
        let header = request.headers["Authorization"]
        if let header, header.utf8.starts(with: "AWS4-".utf8), isScoped(header), request.query.isEmpty { return }
        let query = request.query.isEmpty ? [] : PercentEncoding.pairs(request.query)
        let isInQuery = query.contains { $0.name == "X-Amz-Algorithm" }
        if header != nil && isInQuery {
            throw AWSError(
                "InvalidSignatureException",
                message: "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header."
            )
        }
        guard isInQuery || header?.hasPrefix("AWS4-") == true else {
            throw AWSError(
                "MissingAuthenticationTokenException",
                message: "Request is missing Authentication Token"
            )
        }
        if CredentialScope(request) != nil { return }
        throw AWSError(
            "IncompleteSignatureException",
            message: header.map { incomplete($0, request) } ?? incomplete(query.map { ($0.name, $0.value) })
        )
    }

    /// Whether a `Credential` has its five parts: what every request is asked, so that it is asked of the bytes.
    private static func isScoped(_ header: String) -> Bool {
        if header.utf8.withContiguousStorageIfAvailable(isUsuallyScoped) == true { return true }
        guard let rest = header.firstRange(ofASCII: "Credential=").map({ header.utf8[$0.upperBound...] }) else {
            return false
        }
        return rest.prefix { !ends($0) }.count(where: { $0 == UInt8(ascii: "/") }) >= 4
    }

    /// The same of a header in which it comes first.
    private static func isUsuallyScoped(_ header: UnsafeBufferPointer<UInt8>) -> Bool {
        let usual: StaticString = "AWS4-HMAC-SHA256 Credential="
        let start = usual.utf8CodeUnitCount
        guard let text = header.baseAddress, header.count > start, memcmp(text, usual.utf8Start, start) == 0 else {
            return false
        }
        var slashes = 0
        for position in start..<header.count {
            if ends(header[position]) { break }
            if header[position] == UInt8(ascii: "/") { slashes += 1 }
        }
        return slashes >= 4
    }

    private static func ends(_ byte: UInt8) -> Bool { byte == UInt8(ascii: ",") || byte == UInt8(ascii: " ") }

    private static func incomplete(_ header: String, _ request: HTTPRequest) -> String {
        let parameters = header.split { $0 == "," || $0 == " " }.dropFirst().map { $0.split(separator: "=") }
        var message = ""
        for name in ["Credential", "Signature", "SignedHeaders"]
        where !parameters.contains(where: { $0.count > 1 && $0[0] == name }) {
            message += "Authorization header requires '\(name)' parameter. "
        }
        if request.headers["X-Amz-Date"] == nil && request.headers["Date"] == nil {
            message +=
                "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
        }
        guard message.isEmpty else { return message + "Authorization=\(header)" }
        let credential = parameters.first { $0[0] == "Credential" }?.last ?? ""
        return malformed(String(credential))
    }

    private static func incomplete(_ query: [(name: String, value: String)]) -> String {
        let names = ["Algorithm", "Credential", "Signature", "SignedHeaders", "Date"].map { "X-Amz-\($0)" }
        let missing = names.filter { name in !query.contains { $0.name == name && !$0.value.isEmpty } }
        guard missing.isEmpty else {
            return missing.map { "AWS query-string parameters must include '\($0)'. " }.joined()
                + "Re-examine the query-string parameters."
        }
        return malformed(query.first { $0.name == "X-Amz-Credential" }?.value ?? "")
    }

    private static func malformed(_ credential: String) -> String {
        "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, "
            + "got '\(credential)'"
    }
}
