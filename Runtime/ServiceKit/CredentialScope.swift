import Wire

/// What a signed request says about its signer: `AKID/20261121/us-east-1/dynamodb/aws4_request`. Signatures are not
/// verified; the scope tells which service a request is for.
package struct CredentialScope: Sendable, Hashable {
    package var accessKeyID: String
    package var region: String
    /// The signing name: `dynamodb`, `sqs`, `execute-api`.
    package var service: String

    /// `nil` for a request without a signature in its `Authorization` field or its query.
    package init?(_ request: HTTPRequest) {
        self.init(
            request.headers["Authorization"].flatMap(Self.credential(inHeader:))
                ?? Self.credential(inQuery: request.query)
        )
    }

    /// `nil` where there is no `Authorization` field with a signature.
    package init?(_ headers: HTTPHeaders) {
        self.init(headers["Authorization"].flatMap(Self.credential(inHeader:)))
    }

    /// The region alone, for those who ask for it with every request; `nil` for one without a signature.
    package static func region(of request: HTTPRequest) -> Substring? {
        guard let header = request.headers["Authorization"] else {
            return request.query.isEmpty ? nil : CredentialScope(request).map { Substring($0.region) }
        }
        guard let scope = scope(inHeader: header), let terminator = scope.utf8.lastIndex(of: slash),
            let service = scope.utf8[..<terminator].lastIndex(of: slash),
            let region = scope.utf8[..<service].lastIndex(of: slash)
        else { return nil }
        return scope[scope.utf8.index(after: region)..<service]
    }

    private static let slash = UInt8(ascii: "/")

    private init?(_ credential: String?) {
        let parts = (credential ?? "").utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map(Substring.init)
        guard parts.count >= 5 else { return nil }
        self.accessKeyID = parts.dropLast(4).joined(separator: "/")
        self.region = String(parts[parts.count - 3])
        self.service = String(parts[parts.count - 2])
    }

    private static func credential(inHeader header: String) -> String? { scope(inHeader: header).map(String.init) }

    private static func scope(inHeader header: String) -> Substring? {
        guard header.hasPrefix("AWS4-"), let start = header.firstRange(ofASCII: "Credential=")?.upperBound else {
            return nil
        }
        return Substring(header.utf8[start...].prefix { $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: " ") })
    }

    private static func credential(inQuery query: Substring) -> String? {
        guard query.contains("X-Amz-Credential") else { return nil }
        return PercentEncoding.pairs(query).first { $0.name == "X-Amz-Credential" }?.value
    }
}
