/// The methods that routes can have.
enum RouteMethod {
    private static let all = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "ANY"]

    /// The method in capitals; `nil`, and a complaint, for what is none.
    static func checked(_ text: String, at path: JSONPath, _ findings: Findings) -> String? {
        let method = text.uppercased()
        if method == "X-AMAZON-APIGATEWAY-ANY-METHOD" { return "ANY" }
        if all.contains(method) { return method }
        findings.error(
            path,
            "\(text) is not one of \(all.joined(separator: ", "))",
            remedy: Spelling.remedy(for: method, among: all)
        )
        return nil
    }
}
