import Time
import Wire

/// Decides what an alarm says of the newest values of its metric.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
struct AlarmEvaluation: Sendable {
    enum Comparison: String, Sendable, CaseIterable {
        case atLeast = "GreaterThanOrEqualToThreshold"
        case greater = "GreaterThanThreshold"
        case less = "LessThanThreshold"
        case atMost = "LessThanOrEqualToThreshold"

        func isBreach(_ value: Double, _ threshold: Double) -> Bool {
            switch self {
            case .atLeast: value >= threshold
            case .greater: value > threshold
            case .less: value < threshold
            case .atMost: value <= threshold
            }
        }

        var text: String {
            switch self {
            case .atLeast: "greater than or equal to"
            case .greater: "greater than"
            case .less: "less than"
            case .atMost: "less than or equal to"
            }
        }
    }

    /// What periods without values count as.
    enum MissingData: String, Sendable, CaseIterable {
        case missing, ignore, breaching, notBreaching
    }

    /// A value and the seconds since 1970 at which its period begins.
    struct Datapoint: Sendable, Hashable {
        var start: Int64
        var value: Double
    }

    /// N: how many periods count.
    var evaluationPeriods: Int
    /// M: how many of them have to breach.
    var datapointsToAlarm: Int
    var comparison: Comparison
    var threshold: Double
    var missingData: MissingData

    /// AWS looks back a little further than it has to, for values that take the place of missing ones.
    static let extraPeriods = 2

    struct Outcome: Sendable, Hashable {
        var value: AlarmState.Value
        var reason: String
    }

    /// `datapoints` are those of the last N and `extraPeriods` periods, the oldest first. `nil` where the alarm keeps
    /// the state that it has.
    func outcome(_ datapoints: [Datapoint]) -> Outcome? {
        let points = datapoints.suffix(evaluationPeriods)
        let breaching = points.filter { comparison.isBreach($0.value, threshold) }.count
        let missing = evaluationPeriods - points.count
        if points.isEmpty { return outcomeOfNothing }
        let isAlarm: Bool
        switch missingData {
        case _ where missing == 0: isAlarm = breaching >= datapointsToAlarm
        case .missing: isAlarm = breaching >= min(datapointsToAlarm, points.count)
        case .ignore:
            if breaching >= datapointsToAlarm {
                isAlarm = true
            } else if points.count - breaching > evaluationPeriods - datapointsToAlarm {
                isAlarm = false
            } else {
                return nil
            }
        case .breaching: isAlarm = breaching + missing >= datapointsToAlarm
        case .notBreaching: isAlarm = breaching >= datapointsToAlarm
        }
        return Outcome(value: isAlarm ? .alarm : .ok, reason: reason(isAlarm, Array(points), breaching))
    }

    private var outcomeOfNothing: Outcome? {
        let periods = count(evaluationPeriods, "period")
        let treated =
            "\(count(evaluationPeriods, "missing datapoint")) \(evaluationPeriods == 1 ? "was" : "were") treated"
        let received = "Threshold Crossed: no datapoints were received for \(periods) and \(treated) as"
        switch missingData {
        case .ignore: return nil
        case .missing:
            let unknown = "\(count(evaluationPeriods, "datapoint")) \(evaluationPeriods == 1 ? "was" : "were") unknown."
            return Outcome(value: .insufficientData, reason: "Insufficient Data: \(unknown)")
        case .breaching: return Outcome(value: .alarm, reason: "\(received) [Breaching].")
        case .notBreaching: return Outcome(value: .ok, reason: "\(received) [NonBreaching].")
        }
    }

    private func reason(_ isAlarm: Bool, _ points: [Datapoint], _ breaching: Int) -> String {
        let told = isAlarm ? breaching : points.count - breaching
        let values = points.reversed().map { "\($0.value) (\(Self.date($0.start)))" }.joined(separator: ", ")
        let number =
            evaluationPeriods == 1 ? "1 datapoint" : "\(told) out of the last \(count(points.count, "datapoint"))"
        let verb = (told == 1 ? "was" : "were") + (isAlarm ? "" : " not")
        var text = "Threshold Crossed: \(number) [\(values)] \(verb) \(comparison.text) the threshold (\(threshold))"
        if evaluationPeriods > 1 {
            let needed = isAlarm ? datapointsToAlarm : evaluationPeriods - datapointsToAlarm + 1
            text += " (minimum \(count(needed, "datapoint")) for \(isAlarm ? "OK -> ALARM" : "ALARM -> OK") transition)"
        }
        return text + "."
    }

    private func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    /// `21/11/26 10:05:00`.
    private static func date(_ seconds: Int64) -> String {
        let time = CalendarTime(Timestamp(millisecondsSinceEpoch: seconds * 1_000))
        let parts = time.date.split(separator: "-")
        return "\(parts[2])/\(parts[1])/\(parts[0].suffix(2)) \(time.clock)"
    }
}
