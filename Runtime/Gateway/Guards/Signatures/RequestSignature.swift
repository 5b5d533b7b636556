import FoundationEssentials
import ServiceKit
import Wire

/// A signature (version 4) as a request carries it, in its `Authorization` field or in its query.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
struct RequestSignature: Sendable {
    static let algorithm = "AWS4-HMAC-SHA256"

    let accessKeyID: String
    /// Date, region, service and `aws4_request`.
    let scope: [String]
    /// In lower case, in the order in which they are signed.
    let signedHeaders: [String]
    /// In hexadecimal digits.
    let signature: String
    /// Such as `20261121T030405Z`.
    let date: String
    let sessionToken: String?
    /// For how many seconds one in a query is good: a week at most.
    let lifetime: Int?

    init(_ request: HTTPRequest) throws(SignatureProblem) {
        let query = request.query.contains("X-Amz-") ? PercentEncoding.pairs(request.query) : []
        if let header = request.headers["Authorization"] {
            try self.init(header, request.headers)
        } else if query.contains(where: { $0.name == "X-Amz-Algorithm" }) {
            try self.init(Dictionary(query.map { ($0.name, $0.value) }) { first, _ in first })
        } else {
            throw .missing
        }
    }

    private init(_ header: String, _ headers: HTTPHeaders) throws(SignatureProblem) {
        let parts = header.split(separator: " ", maxSplits: 1)
        let hash = Data(SHA256.digest(Array(header.utf8))).base64EncodedString()
        var parameters: [Substring: String] = [:]
        for part in (parts.count > 1 ? parts[1] : parts[0]).split(separator: ",") {
            let text = part.drop { $0 == " " }
            guard let mark = text.firstIndex(of: "=") else {
                throw .incomplete(
                    "Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and "
                        + "encoded with Base64): '\(hash)'."
                )
            }
            parameters[text[..<mark]] = String(text[text.index(after: mark)...])
        }
        let date = headers["X-Amz-Date"] ?? headers["Date"]
        var complaints = ["Credential", "Signature", "SignedHeaders"].filter { parameters[$0[...]] == nil }
            .map { "Authorization header requires '\($0)' parameter. " }
        if date == nil {
            complaints.append(
                "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
            )
        }
        guard complaints.isEmpty, parts[0] == Self.algorithm else {
            throw .incomplete(
                complaints.joined() + "(Hashed with SHA-256 and encoded with Base64) Authorization=\(hash)"
            )
        }
        let credential = try Self.credential(parameters["Credential"] ?? "")
        (accessKeyID, scope) = (credential.accessKeyID, credential.scope)
        signedHeaders = Self.names(parameters["SignedHeaders"] ?? "")
        signature = parameters["Signature"] ?? ""
        self.date = date ?? ""
        sessionToken = headers["X-Amz-Security-Token"]
        lifetime = nil
    }

    private init(_ query: [String: String]) throws(SignatureProblem) {
        let names = ["Algorithm", "Credential", "Signature", "SignedHeaders", "Date"].map { "X-Amz-\($0)" }
        let missing = names.filter { query[$0]?.isEmpty ?? true }
        guard missing.isEmpty, query["X-Amz-Algorithm"] == Self.algorithm else {
            throw .incomplete(
                missing.map { "AWS query-string parameters must include '\($0)'. " }.joined()
                    + "Re-examine the query-string parameters."
            )
        }
        let credential = try Self.credential(query["X-Amz-Credential"] ?? "")
        (accessKeyID, scope) = (credential.accessKeyID, credential.scope)
        signedHeaders = Self.names(query["X-Amz-SignedHeaders"] ?? "")
        signature = query["X-Amz-Signature"] ?? ""
        date = query["X-Amz-Date"] ?? ""
        sessionToken = query["X-Amz-Security-Token"]
        lifetime = min(max(query["X-Amz-Expires"].flatMap(Int.init) ?? 300, 0), 604_800)
    }

    private static func names(_ text: String) -> [String] { text.split(separator: ";").map { $0.lowercased() } }

    private static func credential(
        _ text: String
    ) throws(SignatureProblem) -> (accessKeyID: String, scope: [String]) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 5 else {
            throw .incomplete(
                "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, "
                    + "got '\(text)'"
            )
        }
        return (parts.dropLast(4).joined(separator: "/"), Array(parts.suffix(4)))
    }
}
