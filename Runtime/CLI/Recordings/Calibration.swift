import ColdStart
import Recording
import Simulator

/// What a recording says of one function's durations: the simulator draws from these instead of published figures.
struct Calibration {
    let workload: Workload
    /// Completions that it rests on.
    let invocations: Int
    let coldStarts: Int

    /// Reads the recording. `function` is the one meant, which need not be said where there is only one.
    init(path: String, function: String?) throws(CommandError) {
        var names: [Int: RecordedVersion] = [:]
        var seconds: [String: [Double]] = [:]
        var inits: [String: [Double]] = [:]
        try RecordingReader(path: path).read { (event, _) throws(CommandError) in
            guard let number = event.function else { return }
            if let version = event.version { names[number] = version }
            guard let completion = event.completion, let name = names[number]?.name else { return }
            seconds[name, default: []].append(completion.milliseconds / 1_000)
            if let initialization = completion.initMilliseconds {
                inits[name, default: []].append(initialization / 1_000)
            }
        }
        let name = try Self.choose(function, among: seconds.keys.sorted(), path)
        let (durations, starts) = (seconds[name] ?? [], inits[name] ?? [])
        guard !durations.isEmpty, !starts.isEmpty else {
            throw CommandError("\(path) has no cold start of \(name), so nothing is known of how long one takes")
        }
        var workload = Workload(
            name: name,
            arrivals: .trace([]),
            duration: .empirical(durations),
            coldStart: .delays(StartUpDelays(initialization: .empirical(starts)))
        )
        let version = names.values.first { $0.name == name }
        workload.memorySize = version?.memorySize ?? 128
        workload.reserved = version?.reserved
        self.workload = workload
        (invocations, coldStarts) = (durations.count, starts.count)
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
                    ? "\(path) has no invocation that ended"
                    : "\(path) is about \(names.joined(separator: ", ")): say with --function which one is meant"
            )
        }
        return only
    }

    /// The same load on the recorded function.
    func apply(to scenario: inout Scenario) {
        var workload = workload
        workload.arrivals = scenario.workloads.first?.arrivals ?? .trace([])
        scenario.workloads = [workload]
    }
}
