/// What is told of the values between two bounds.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
enum Trimming: String, Sendable, CaseIterable {
    case mean = "TM"
    /// Values outside of the bounds count as if they lay on them.
    case winsorizedMean = "WM"
    case count = "TC"
    case sum = "TS"
    /// The percentage of the values that lie there.
    case rank = "PR"
}

/// The lower bound is not within, the upper one is. At least one of them is there.
enum TrimBounds: Sendable, Hashable {
    /// Of the values in their order, 0 to 100.
    case percent(from: Double, to: Double)
    case value(from: Double?, to: Double?)

    /// Of `10%:90%`, `5:10`, `:90%` or `150:`.
    init?(_ text: Substring) {
        let sides = text.split(separator: ":", omittingEmptySubsequences: false)
        guard sides.count == 2, text != ":" else { return nil }
        let given = sides.filter { !$0.isEmpty }
        if given.allSatisfy({ $0.hasSuffix("%") }) {
            let from = sides[0].isEmpty ? 0 : Self.percent(sides[0].dropLast())
            let to = sides[1].isEmpty ? 100 : Self.percent(sides[1].dropLast())
            guard let from, let to, from < to else { return nil }
            self = .percent(from: from, to: to)
        } else {
            let numbers = sides.map { Double($0) }
            guard given.allSatisfy({ Double($0)?.isFinite ?? false }) else { return nil }
            if let from = numbers[0], let to = numbers[1], from >= to { return nil }
            self = .value(from: numbers[0], to: numbers[1])
        }
    }

    /// A number from 0 to 100 with ten decimal places at most.
    static func percent(_ text: Substring) -> Double? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let isPlain = parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
        guard isPlain, parts.count <= 2, parts.count == 1 || parts[1].count <= 10 else { return nil }
        return Double(text).flatMap { (0...100).contains($0) ? $0 : nil }
    }
}

extension Statistic {
    /// Of `IQM`, `tm90`, or `TM(10%:90%)`. `PR` knows values alone, and always two of them or a colon.
    static func trimmed(_ text: String) -> Statistic? {
        if text == "IQM" { return .trimmed(.mean, .percent(from: 25, to: 75)) }
        for trimming in Trimming.allCases {
            let name = trimming.rawValue
            if trimming != .rank, text.hasPrefix(name.lowercased()) {
                return TrimBounds.percent(text.dropFirst(2)).map { .trimmed(trimming, .percent(from: 0, to: $0)) }
            }
            guard text.hasPrefix("\(name)("), text.hasSuffix(")") else { continue }
            guard let bounds = TrimBounds(text.dropFirst(3).dropLast()) else { return nil }
            if trimming == .rank, case .percent = bounds { return nil }
            return .trimmed(trimming, bounds)
        }
        return nil
    }
}

extension StatisticSet {
    /// `nil` where it cannot be told, or where no value lies between the bounds of a mean.
    func value(_ trimming: Trimming, _ bounds: TrimBounds) -> Double? {
        guard let spread else { return nil }
        let within = Self.within(spread, bounds)
        let weight = within.reduce(0) { $0 + $1.count }
        let sum = within.reduce(0) { $0 + $1.value * $1.count }
        switch trimming {
        case .mean: return weight > 0 ? sum / weight : nil
        case .sum: return sum
        case .count: return weight
        case .rank: return count > 0 ? 100 * weight / count : nil
        case .winsorizedMean: return winsorizedMean(spread, bounds)
        }
    }

    private static func within(_ spread: [Share], _ bounds: TrimBounds) -> [Share] {
        switch bounds {
        case .value(let from, let to):
            return spread.filter { $0.isAbove(from ?? -.infinity) && !$0.isAbove(to ?? .infinity) }
        case .percent(let from, let to):
            let all = spread.reduce(0) { $0 + $1.count }
            let (start, end) = (all * from / 100, all * to / 100)
            var passed = 0.0
            return spread.map { share in
                let part = max(0, min(passed + share.count, end) - max(passed, start))
                passed += share.count
                return Share(value: share.value, count: part)
            }
        }
    }

    private func winsorizedMean(_ spread: [Share], _ bounds: TrimBounds) -> Double? {
        let (low, high): (Double?, Double?)
        switch bounds {
        case .value(let from, let to): (low, high) = (from, to)
        case .percent(let from, let to): (low, high) = (percentile(from), percentile(to))
        }
        let all = spread.reduce(0) { $0 + $1.count }
        let sum = spread.reduce(0) { $0 + min(max($1.value, low ?? $1.value), high ?? .infinity) * $1.count }
        return all > 0 ? sum / all : nil
    }
}
