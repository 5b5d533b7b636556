import JSON

/// What `numeric` asks for: `["=", 5]`, `[">", 0, "<=", 100]`.
struct NumericRange: Sendable, Hashable {
    private struct Bound: Sendable, Hashable {
        var value: Double
        var isIncluded: Bool
    }

    /// What AWS can compare: five thousand millions on either side of zero, with six decimals.
    private static let limit = 5e9

    private var bottom: Bound?
    private var top: Bound?

    /// `end` is the place behind all terms.
    init(_ terms: [PatternNode], end: Int) throws(EventPatternError) {
        let place = { (term: Int) in term < terms.count ? terms[term].opened : end }
        guard let first = terms.first else { throw EventPatternError("Invalid member in numeric match: ]", at: end) }
        guard let comparison = first.string else {
            throw EventPatternError("Invalid member in numeric match: \(first.token)", at: first.end)
        }
        guard ["=", "<", "<=", ">", ">="].contains(comparison) else {
            throw EventPatternError("Unrecognized numeric range operator: \(comparison)", at: place(1))
        }
        try add(comparison, terms.dropFirst().first, at: place(1), end: place(2))
        guard terms.count > 2 else { return }
        guard top == nil, let bottom else {
            throw EventPatternError("Too many elements in numeric expression", at: place(2))
        }
        guard let other = terms[2].string else {
            throw EventPatternError("Bad value in numeric range: \(terms[2].token)", at: terms[2].opened)
        }
        guard other == "<" || other == "<=" else {
            throw EventPatternError("Bad numeric range operator: \(other)", at: terms[2].end)
        }
        try add(other, terms.dropFirst(3).first, at: place(3), end: place(4))
        guard terms.count == 4 else {
            throw EventPatternError("Too many terms in numeric range expression", at: place(4))
        }
        if let top, bottom.value >= top.value { throw EventPatternError("Bottom must be less than top", at: end) }
    }

    /// What is the same number up to the fifth decimal.
    init(around value: Double) { self.init(around: value, within: 5e-6) }

    /// What is the same number up to the sixth decimal; `nil` for one that AWS cannot compare.
    init?(equalTo json: JSON) {
        guard let value = json.doubleValue, abs(value) <= Self.limit else { return nil }
        self.init(around: value, within: 5e-7)
    }

    private init(around value: Double, within tolerance: Double) {
        bottom = Bound(value: value - tolerance, isIncluded: true)
        top = Bound(value: value + tolerance, isIncluded: false)
    }

    private mutating func add(
        _ comparison: String,
        _ number: PatternNode?,
        at place: Int,
        end: Int
    ) throws(EventPatternError) {
        guard let value = number?.json.doubleValue else {
            throw EventPatternError("Value of \(comparison == "=" ? "equals" : comparison) must be numeric", at: place)
        }
        guard abs(value) <= Self.limit else {
            let reason = "Value must be between -\(Int(Self.limit)) and \(Int(Self.limit)), inclusive"
            throw EventPatternError(reason, at: end)
        }
        let bound = Bound(value: value, isIncluded: comparison.hasSuffix("="))
        if comparison.first != "<" { bottom = bound }
        if comparison.first != ">" { top = bound }
    }

    func contains(_ value: Double) -> Bool {
        if let bottom, bottom.isIncluded ? value < bottom.value : value <= bottom.value { return false }
        if let top, top.isIncluded ? value > top.value : value >= top.value { return false }
        return true
    }
}
