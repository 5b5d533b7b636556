import FoundationEssentials

/// The header field by which a server says when to come again: seconds, or a date.
///
/// https://www.rfc-editor.org/rfc/rfc9110#name-retry-after
package enum RetryAfter {
    /// Milliseconds since 1970; `nil` for what is neither.
    package static func instant(_ value: String, now: Int) -> Int? {
        if let seconds = Int(value) { return now + max(0, min(seconds, 1_000_000)) * 1_000 }
        return date(value).map { Int($0.timeIntervalSince1970) * 1_000 }
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that servers may still send.
    private static func date(_ text: String) -> Date? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", let month = months.firstIndex(of: String(parts[2])) else {
            return nil
        }
        let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
        return try? Date("\(parts[3])-\(number)-\(parts[1])T\(parts[4])Z", strategy: .iso8601)
    }
}
