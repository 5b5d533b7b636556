#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What functions and operators make of numbers.
extension MetricFunction {
    var ofValues: ((Double) -> Double)? {
        switch self {
        case .abs: { Swift.abs($0) }
        case .ceil: { $0.rounded(.up) }
        case .floor: { $0.rounded(.down) }
        case .log: { logarithm($0) }
        case .log10: { logarithm10($0) }
        default: nil
        }
    }

    var ofSeries: ((MetricSeries) -> MetricSeries)? {
        switch self {
        case .diff: { $0.changes { difference, _ in difference } }
        case .diffTime: { $0.changes { _, seconds in seconds } }
        case .rate: { $0.changes { difference, seconds in difference / seconds } }
        case .runningSum: { $0.runningSum }
        default: nil
        }
    }

    /// `nil` of no values.
    var summary: (([Double]) -> Double?)? {
        switch self {
        case .average: { $0.isEmpty ? nil : $0.reduce(0, +) / Double($0.count) }
        case .datapointCount: { Double($0.count) }
        case .maximum: { $0.max() }
        case .minimum: { $0.min() }
        case .sum: { $0.isEmpty ? nil : $0.reduce(0, +) }
        case .deviation: { Self.deviation($0) }
        default: nil
        }
    }

    private static func deviation(_ values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        let mean = values.reduce(0, +) / Double(values.count)
        return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
    }
}

private func logarithm(_ value: Double) -> Double { log(value) }
private func logarithm10(_ value: Double) -> Double { log10(value) }

extension MetricOperator {
    /// Comparisons give 1 or 0.
    func result(_ left: Double, _ right: Double) -> Double {
        switch self {
        case .plus: left + right
        case .minus: left - right
        case .times: left * right
        case .divided: left / right
        case .power: pow(left, right)
        case .or: left != 0 || right != 0 ? 1 : 0
        case .and: left != 0 && right != 0 ? 1 : 0
        case .equal: left == right ? 1 : 0
        case .unequal: left != right ? 1 : 0
        case .atMost: left <= right ? 1 : 0
        case .atLeast: left >= right ? 1 : 0
        case .less: left < right ? 1 : 0
        case .greater: left > right ? 1 : 0
        }
    }
}
