import ServiceKit
import Wire

/// What of a request is signed.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html#create-canonical-request
struct CanonicalRequest {
    let text: String

    init(_ request: HTTPRequest, _ signature: RequestSignature) {
        let headers = signature.signedHeaders.map { "\($0):\(Self.value($0, request.headers))\n" }
        text = [
            request.method,
            // Encoded once more than it is sent.
            request.path.split(separator: "/", omittingEmptySubsequences: false).map(PercentEncoding.encode)
                .joined(separator: "/"),
            Self.query(request.query),
            headers.joined(),
            signature.signedHeaders.joined(separator: ";"),
            SHA256.hex(request.body),
        ].joined(separator: "\n")
    }

    func stringToSign(_ signature: RequestSignature) -> String {
        let scope = signature.scope.joined(separator: "/")
        return [RequestSignature.algorithm, signature.date, scope, SHA256.hex(Array(text.utf8))].joined(separator: "\n")
    }

    private static func query(_ query: Substring) -> String {
        PercentEncoding.pairs(query).filter { $0.name != "X-Amz-Signature" }
            .map { (PercentEncoding.encode($0.name), PercentEncoding.encode($0.value)) }
            .sorted { $0 < $1 }
            .map { "\($0)=\($1)" }
            .joined(separator: "&")
    }

    /// Of all fields of this name, with one blank where there are several.
    private static func value(_ name: String, _ headers: HTTPHeaders) -> String {
        headers.fields.filter { $0.name.lowercased() == name }
            .map { $0.value.split(separator: " ").joined(separator: " ") }
            .joined(separator: ",")
    }
}
