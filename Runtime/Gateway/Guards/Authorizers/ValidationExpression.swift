/// The `IdentityValidationExpression` of an authorizer: what a token must look like before anybody is asked about it.
struct ValidationExpression: Sendable {
    // A regular expression is read-only; its declaration does not say so.
    private nonisolated(unsafe) let expression: Regex<AnyRegexOutput>

    /// `nil` for what is no regular expression.
    init?(_ text: String) {
        guard let expression = try? Regex(text) else { return nil }
        self.expression = expression
    }

    /// From beginning to end.
    func matches(_ text: String) -> Bool { (try? expression.wholeMatch(in: text)) != nil }
}
