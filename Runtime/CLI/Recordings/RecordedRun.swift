import ColdStart
import Recording
import Time

/// The invocations of one function in a recording, each from its arrival to its end, in the order in which they came.
struct RecordedRun {
    struct Invocation {
        var arrived: Timestamp
        var decision: RecordedDecision.Kind
        /// `nil` for what was throttled or has not ended.
        var ended: Timestamp?
        var completion: RecordedCompletion?

        /// From the arrival to the end, in seconds.
        var latency: Double? { ended.map { ($0 - arrived).inSeconds } }

        /// Whether the function's timeout ended it.
        var isOverTime: Bool { completion?.errorType == "Sandbox.Timedout" }

        /// Whether an environment was started for it, be it that it had waited for another first.
        var isCold: Bool { decision == .cold || completion?.initMilliseconds != nil }
    }

    let function: String
    /// The first of the function's versions that the recording names.
    let version: RecordedVersion
    /// Limits and policy under which it was recorded.
    let settings: RecordedSettings?
    private(set) var invocations: [Invocation] = []

    /// Reads a recording. `function` is the one meant, which need not be said where there is only one.
    init(path: String, function: String?) throws(CommandError) {
        var settings: RecordedSettings?
        var versions: [Int: RecordedVersion] = [:]
        var runs: [String: [Invocation]] = [:]
        var places: [String: Int] = [:]
        try RecordingReader(path: path).read { (event, _) throws(CommandError) in
            if let told = event.settings { settings = told }
            guard let number = event.function else { return }
            if let version = event.version { versions[number] = version }
            guard let name = versions[number]?.name else { return }
            if event.event == .arrival, let decision = event.decision, let invocation = event.invocation {
                places[invocation.requestID] = runs[name, default: []].count
                runs[name, default: []].append(Invocation(arrived: event.moment, decision: decision.kind))
            } else if let completion = event.completion, let place = places.removeValue(forKey: completion.requestID) {
                runs[name]?[place].ended = event.moment
                runs[name]?[place].completion = completion
            }
        }
        let name = try Self.choose(function, among: runs.keys.sorted(), path)
        guard let version = versions.sorted(by: { $0.key < $1.key }).first(where: { $0.value.name == name })?.value
        else { throw CommandError("\(path) does not tell which function \(name) is") }
        (self.function, self.version, invocations) = (name, version, runs[name] ?? [])
        self.settings = settings
    }

    private static func choose(
        _ function: String?,
        among names: [String],
        _ path: String
    ) throws(CommandError) -> String {
        if let function {
            guard names.contains(function) else { throw CommandError("\(path) has no invocation of \(function)") }
            return function
        }
        guard let only = names.first, names.count == 1 else {
            throw CommandError(
                names.isEmpty
                    ? "\(path) has no invocation"
                    : "\(path) is about \(names.joined(separator: ", ")): say with --function which one is meant"
            )
        }
        return only
    }

    /// Whether the system has told how long its processes computed and waited for processors.
    var tellsProcessing: Bool { invocations.contains { $0.completion?.processing != nil } }

    /// Those that were served.
    var served: [Invocation] { invocations.filter { $0.latency != nil } }

    /// Seconds from the first arrival to each.
    var arrivals: [Double] {
        guard let first = invocations.first?.arrived else { return [] }
        return invocations.map { ($0.arrived - first).inSeconds }
    }

    var coldShare: Double {
        served.isEmpty ? 0 : Double(served.count(where: \.isCold)) / Double(served.count)
    }

    /// The latency that the share of those served do not exceed.
    func latency(_ share: Double) -> Double {
        let sorted = served.compactMap(\.latency).sorted()
        guard let last = sorted.last else { return 0 }
        let rank = Int((share * Double(sorted.count)).rounded(.up))
        return rank <= sorted.count ? sorted[max(0, rank - 1)] : last
    }
}
