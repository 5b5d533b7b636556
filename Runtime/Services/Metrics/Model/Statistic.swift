/// One number told of the values of a period.
enum Statistic: Sendable, Hashable {
    case sampleCount, average, sum, minimum, maximum
    /// 0 to 100.
    case percentile(Double)
    case trimmed(Trimming, TrimBounds)

    static let simple = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"]

    /// `nil` for a text that names none: `Average`, `p99.9`, `tm90`, `TM(10%:90%)`, `IQM`, `PR(:300)`.
    init?(_ text: String) {
        switch text {
        case "SampleCount": self = .sampleCount
        case "Average": self = .average
        case "Sum": self = .sum
        case "Minimum": self = .minimum
        case "Maximum": self = .maximum
        default:
            if let trimmed = Self.trimmed(text) {
                self = trimmed
            } else if text.hasPrefix("p"), let percent = TrimBounds.percent(text.dropFirst()) {
                self = .percentile(percent)
            } else {
                return nil
            }
        }
    }

    /// `nil` where it cannot be told.
    func value(of set: StatisticSet) -> Double? {
        switch self {
        case .sampleCount: set.count
        case .average: set.average
        case .sum: set.sum
        case .minimum: set.minimum
        case .maximum: set.maximum
        case .percentile(let percent): set.percentile(percent)
        case .trimmed(let trimming, let bounds): set.value(trimming, bounds)
        }
    }
}
