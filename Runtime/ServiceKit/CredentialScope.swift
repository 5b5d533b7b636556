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

    private init?(_ credential: String?) {
        let parts = (credential ?? "").utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map(Substring.init)
        guard parts.count >= 5 else { return nil }
        self.accessKeyID = parts.dropLast(4).joined(separator: "/")
        self.region = String(parts[parts.count - 3])
        self.service = String(parts[parts.count - 2])
    }

    private static func credential(inHeader header: String) -> String? {
        guard header.hasPrefix("AWS4-"), let start = header.firstRange(ofASCII: "Credential=")?.upperBound else {
            return nil
        }
        return String(Substring(header.utf8[start...].prefix { $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: " ") }))
    }

    private static func credential(inQuery query: Substring) -> String? {
        guard query.contains("X-Amz-Credential") else { return nil }
        return PercentEncoding.pairs(query).first { $0.name == "X-Amz-Credential" }?.value
    }
}
