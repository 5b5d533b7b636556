/// One number told of the values of a period.
enum Statistic: Sendable, Hashable {
    case sampleCount, average, sum, minimum, maximum
    /// 0 to 100.
    case percentile(Double)

    static let simple = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"]

    /// `nil` for a text that names none: `Average`, `p99.9`.
    init?(_ text: String) {
        switch text {
        case "SampleCount": self = .sampleCount
        case "Average": self = .average
        case "Sum": self = .sum
        case "Minimum": self = .minimum
        case "Maximum": self = .maximum
        default:
            guard text.hasPrefix("p"), let percent = Double(text.dropFirst()), (0...100).contains(percent) else {
                return nil
            }
            self = .percentile(percent)
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
        }
    }
}
