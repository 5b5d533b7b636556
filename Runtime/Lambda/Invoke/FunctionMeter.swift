import ColdStart
import Time

/// Counts what a function version has done. Lives on the event loop.
struct FunctionMeter {
    /// Durations that are remembered, for percentiles.
    private static let remembered = 2_048
    private static let window = Duration.seconds(60)

    private(set) var cold = 0
    private(set) var warm = 0
    private(set) var errors = 0
    private(set) var throttles: [ThrottleReason: Int] = [:]
    /// Billed on demand and on provisioned concurrency.
    private(set) var gigabyteSeconds = 0.0
    private(set) var provisionedGigabyteSeconds = 0.0
    /// The latest, as a ring.
    private var durations: [(ended: Timestamp, milliseconds: Double)] = []
    private var next = 0

    mutating func startsCold() { cold += 1 }
    mutating func startsWarm() { warm += 1 }
    mutating func throttled(_ reason: ThrottleReason) { throttles[reason, default: 0] += 1 }

    mutating func ended(_ report: InvocationReport, isProvisioned: Bool, at moment: Timestamp) {
        if report.failure != nil { errors += 1 }
        let billed = Double(report.billedMilliseconds) / 1_000 * Double(report.memorySize) / 1_024
        if isProvisioned { provisionedGigabyteSeconds += billed } else { gigabyteSeconds += billed }
        let total = report.duration + (report.initDuration ?? .zero)
        let entry = (moment, total.inMilliseconds)
        if durations.count < Self.remembered { return durations.append(entry) }
        durations[next] = entry
        next = (next + 1) % Self.remembered
    }

    /// Of the durations of the last minute, init included, in milliseconds; `nil` where there were none.
    func percentile(_ share: Double, at now: Timestamp) -> Double? {
        let recent = durations.filter { now - $0.ended <= Self.window }.map(\.milliseconds).sorted()
        guard !recent.isEmpty else { return nil }
        return recent[min(recent.count - 1, Int(Double(recent.count) * share))]
    }
}
