/// A figure of simulations as options and JSON name it, in the order in which figures are told.
package enum FigureKey: String, Sendable, CaseIterable {
    case coldStarts = "cold-starts"
    case throttled
    case refused
    case served
    case concurrency
    case peakConcurrency = "peak-concurrency"
    case environments
    case peakEnvironments = "peak-environments"
    case meanLatency = "mean-latency"
    case timedOut = "timed-out"
    case discarded
    case p50
    case p95
    case p99
    case p999 = "p99.9"
    case queueDelay = "queue-delay"
    case queued
    case idle
    case idleMemory = "idle-memory"
    case gigabyteSeconds = "gb-seconds"
    case cost

    var label: String {
        switch self {
        case .coldStarts: "Cold starts"
        case .throttled: "Throttled"
        case .refused: "Refused by the gateway"
        case .served: "Served"
        case .concurrency: "Concurrency"
        case .peakConcurrency: "Peak concurrency"
        case .environments: "Environments"
        case .peakEnvironments: "Peak environments"
        case .meanLatency: "Mean latency"
        case .timedOut: "Timed out"
        case .discarded: "Given up"
        case .p50, .p95, .p99, .p999: "Latency \(rawValue)"
        case .queueDelay: "Queue delay"
        case .queued: "Had to queue"
        case .idle: "Idle share of environments"
        case .idleMemory: "Memory of the idle"
        case .gigabyteSeconds: "Billed on demand"
        case .cost: "Cost without free tier"
        }
    }

    var unit: SimulationReport.Unit {
        switch self {
        case .coldStarts, .throttled, .refused, .timedOut, .discarded, .queued, .idle: .share
        case .served: .perSecond
        case .concurrency, .peakConcurrency, .environments, .peakEnvironments: .count
        case .meanLatency, .p50, .p95, .p99, .p999, .queueDelay: .seconds
        case .idleMemory: .gigabytes
        case .gigabyteSeconds: .gigabyteSecondsPerHour
        case .cost: .dollarsPerHour
        }
    }
}
