import Time
import Wire

/// What a field or an expression is in a row.
enum InsightsValue: Sendable, Hashable {
    case text(String)
    case number(Double)
    case flag(Bool)
    /// Milliseconds since 1970.
    case time(Int64)

    /// As results show it: numbers with up to four decimals, times as `2026-11-21 15:36:08.924`.
    var shown: String {
        switch self {
        case .text(let text): text
        case .number(let number): Self.shown(number)
        case .flag(let flag): flag ? "1" : "0"
        case .time(let milliseconds):
            Timestamp(millisecondsSinceEpoch: milliseconds).iso8601Milliseconds.replacing("T", with: " ")
                .replacing("Z", with: "")
        }
    }

    var number: Double? {
        switch self {
        case .text(let text): Double(text).flatMap { $0.isFinite ? $0 : nil }
        case .number(let number): number
        case .flag(let flag): flag ? 1 : 0
        case .time(let milliseconds): Double(milliseconds)
        }
    }

    var isTrue: Bool {
        switch self {
        case .flag(let flag): flag
        case .number(let number): number != 0
        case .text, .time: false
        }
    }

    /// `nil` for what is no number.
    init?(finite number: Double) {
        guard number.isFinite else { return nil }
        self = .number(number)
    }

    private static func shown(_ number: Double) -> String {
        if let whole = Int64(exactly: number) { return String(whole) }
        guard number.magnitude < 1e11 else { return String(number) }
        let rounded = (number * 10_000).rounded() / 10_000
        return Int64(exactly: rounded).map(String.init) ?? String(rounded)
    }

    /// Numbers come in their order and before all else, which comes in that of its characters.
    static func isBefore(_ left: InsightsValue?, _ right: InsightsValue?) -> Bool {
        guard let right else { return false }
        guard let left else { return true }
        if let left = left.number, let right = right.number { return left < right }
        return left.shown < right.shown
    }

    /// Whether two are the same: as numbers where they are some.
    static func isSame(_ left: InsightsValue, _ right: InsightsValue) -> Bool {
        if let left = left.number, let right = right.number { return left == right }
        return left.shown == right.shown
    }
}
