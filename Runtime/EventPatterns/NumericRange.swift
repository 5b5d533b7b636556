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

    init(_ terms: [JSON]) throws(EventPatternError) {
        guard let first = terms.first else { throw EventPatternError("Invalid member in numeric match: ]") }
        try add(first, terms.dropFirst().first)
        guard terms.count > 2 else { return }
        guard top == nil, let bottom else { throw EventPatternError("Too many elements in numeric expression") }
        guard case .string(let comparison) = terms[2] else {
            throw EventPatternError("Bad value in numeric range: \(terms[2].text)")
        }
        guard comparison.hasPrefix("<") else { throw EventPatternError("Bad numeric range operator: \(comparison)") }
        try add(terms[2], terms.dropFirst(3).first)
        guard terms.count == 4 else { throw EventPatternError("Too many terms in numeric range expression") }
        if let top, bottom.value >= top.value { throw EventPatternError("Bottom must be less than top") }
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

    private mutating func add(_ comparison: JSON, _ number: JSON?) throws(EventPatternError) {
        guard case .string(let comparison) = comparison else {
            throw EventPatternError("Invalid member in numeric match: \(comparison.text)")
        }
        guard ["=", "<", "<=", ">", ">="].contains(comparison) else {
            throw EventPatternError("Unrecognized numeric range operator: \(comparison)")
        }
        guard let value = number?.doubleValue else {
            throw EventPatternError("Value of \(comparison == "=" ? "equals" : comparison) must be numeric")
        }
        guard abs(value) <= Self.limit else {
            throw EventPatternError("Value must be between -\(Int(Self.limit)) and \(Int(Self.limit)), inclusive")
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
