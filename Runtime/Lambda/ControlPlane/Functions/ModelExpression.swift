import RegularExpressions
import Synchronization

/// The regular expressions of AWS's model, each read once, when it is first asked for.
enum ModelExpression {
    private static let known = Mutex<[String: RegularExpression]>([:])

    /// `nil` for what is no regular expression.
    static func of(_ text: String) -> RegularExpression? {
        if let known = known.withLock({ $0[text] }) { return known }
        guard let new = try? RegularExpression(text) else { return nil }
        known.withLock { $0[text] = new }
        return new
    }
}
