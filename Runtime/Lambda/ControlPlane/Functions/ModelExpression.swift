import Synchronization

/// A regular expression of AWS's model, read once, when it is first asked for.
struct ModelExpression: Sendable {
    // A regular expression is read-only; its declaration does not say so.
    private nonisolated(unsafe) let expression: Regex<AnyRegexOutput>

    private static let known = Mutex<[String: ModelExpression]>([:])

    /// `nil` for what is no regular expression.
    static func of(_ text: String) -> ModelExpression? {
        if let known = known.withLock({ $0[text] }) { return known }
        guard let expression = try? Regex(text) else { return nil }
        let new = ModelExpression(expression: expression)
        known.withLock { $0[text] = new }
        return new
    }

    /// From beginning to end.
    func matches(_ text: String) -> Bool { (try? expression.wholeMatch(in: text)) != nil }
}
