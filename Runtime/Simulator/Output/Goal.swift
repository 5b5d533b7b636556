#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// `min provisioned such that p99 < 300ms`: the least or the most of a knob with which a figure meets a bound.
package struct Goal: Sendable {
    package let isLeast: Bool
    package let knob: Knob
    package let figure: FigureKey
    package let bound: Double
    private let isBelow: Bool
    /// Whether the bound itself meets it.
    private let includesBound: Bool

    private static let form =
        "expected 'min|max KNOB such that FIGURE <|<=|>|>= VALUE', such as 'min provisioned such that p99 < 300ms'"

    package init(text: String) throws(InputError) {
        guard let (left, comparison, right) = Self.parts(text) else { throw InputError("'\(text)': \(Self.form)") }
        let words = left.split(separator: " ").map(String.init)
        let value = right.split(separator: " ").map(String.init)
        guard words.count == 5, value.count == 1, words[0] == "min" || words[0] == "max", words[2] == "such",
            words[3] == "that"
        else { throw InputError("'\(text)': \(Self.form)") }
        guard let knob = Knob(rawValue: words[1]) else {
            throw InputError(
                "'\(words[1])' cannot be varied: what can is \(Knob.allCases.map(\.rawValue).joined(separator: ", "))"
            )
        }
        guard let figure = FigureKey(rawValue: words[4]) else {
            let all = FigureKey.allCases.map(\.rawValue).joined(separator: ", ")
            throw InputError("'\(words[4])' is no figure: there are \(all)")
        }
        (self.knob, self.figure) = (knob, figure)
        isLeast = words[0] == "min"
        isBelow = comparison.hasPrefix("<")
        includesBound = comparison.hasSuffix("=")
        bound = try Self.bound(value[0], figure)
    }

    /// What stands before and after `<`, `<=`, `>` or `>=`, with or without spaces around it.
    private static func parts(_ text: String) -> (String, String, String)? {
        guard let start = text.firstIndex(where: { $0 == "<" || $0 == ">" }) else { return nil }
        var end = text.index(after: start)
        if end < text.endIndex, text[end] == "=" { end = text.index(after: end) }
        return (String(text[..<start]), String(text[start..<end]), String(text[end...]))
    }

    /// In the figure's unit.
    private static func bound(_ text: String, _ figure: FigureKey) throws(InputError) -> Double {
        let name = figure.rawValue
        switch figure.unit {
        case .seconds:
            guard let seconds = try? Quantity.seconds(text) else {
                throw InputError("'\(text)': \(name) is a time from 0: write 250ms, 1.5s or 10m")
            }
            return seconds
        case .share:
            let percent = text.hasSuffix("%") ? Double(text.dropLast()) : nil
            guard let share = percent.map({ $0 / 100 }) ?? Double(text), share >= 0, share <= 1 else {
                throw InputError("'\(text)': \(name) is a share: write 5% or 0.05, at most 100%")
            }
            return share
        case .count, .gigabytes, .gigabyteSecondsPerHour, .dollarsPerHour, .perSecond:
            guard let number = Double(text), number.isFinite, number >= 0 else {
                let unit = figure.unit == .count ? "" : " of \(figure.unit.rawValue)"
                throw InputError("'\(text)': \(name) is a number\(unit) from 0")
            }
            return number
        }
    }

    package func isMet(by value: Double) -> Bool {
        isBelow ? value < bound || includesBound && value == bound : value > bound || includesBound && value == bound
    }

    /// How a search has ended.
    package enum Outcome: Sendable, Hashable {
        case found(Int)
        /// No value that was tried meets the bound.
        case none
        /// Before it was done: the best value that is known to meet the bound, if there is one.
        case stopped(best: Int?)
    }

    /// Looks at both ends, and halves the range between one that meets the bound and one that does not: that supposes that
    /// the figure goes one way there. Where neither end meets it, values between them are tried. `report` simulates a
    /// scenario with a value of the knob, or is stopped and returns `nil`.
    package func search<Failure: Error>(
        _ scenario: Scenario,
        upTo limit: Int,
        report: (Scenario, Int) throws(Failure) -> SimulationReport?
    ) throws(Failure) -> Outcome {
        var best: Int?
        /// `nil` once it was stopped.
        func meets(_ value: Int) throws(Failure) -> Bool? {
            var scenario = scenario
            knob.set(value, in: &scenario)
            guard let report = try report(scenario, value) else { return nil }
            // A figure that does not occur in this scenario meets no bound.
            let isGood = report[figure.rawValue].map { isMet(by: $0.value) } ?? false
            if isGood { best = best.map { isLeast ? min($0, value) : max($0, value) } ?? value }
            return isGood
        }
        let low = least
        let (wanted, other) = isLeast ? (low, limit) : (limit, low)
        guard let isMetAtOther = try meets(other) else { return .stopped(best: best) }
        guard let isMetAtWanted = try meets(wanted) else { return .stopped(best: best) }
        if isMetAtWanted { return .found(wanted) }
        var (bad, good) = (wanted, isMetAtOther ? other : nil)
        var between = isMetAtOther ? [] : Self.between(low, limit)
        if !isLeast { between.reverse() }
        for value in between where good == nil {
            guard let isGood = try meets(value) else { return .stopped(best: best) }
            if isGood { good = value } else { bad = value }
        }
        guard var good else { return .none }
        while abs(good - bad) > 1 {
            let middle = (good + bad) / 2
            guard let isGood = try meets(middle) else { return .stopped(best: best) }
            if isGood { good = middle } else { bad = middle }
        }
        return .found(good)
    }

    /// Nothing is invoked at no load, and none is served without concurrency.
    private var least: Int {
        switch knob {
        case .memory: 128
        case .provisioned: 0
        case .keepAlive: isLeast ? 0 : 1
        case .reserved, .accountConcurrency, .load: 1
        }
    }

    /// Eight values, each about as many times the one before.
    private static func between(_ low: Int, _ high: Int) -> [Int] {
        let (first, last) = (Double(max(1, low)), Double(high))
        let values = (1...8).map { Int(exp(log(first) + (log(last) - log(first)) * Double($0) / 9)) }
        return Set(values).filter { $0 > low && $0 < high }.sorted()
    }
}
