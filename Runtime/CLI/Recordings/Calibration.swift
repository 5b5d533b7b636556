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
        let run = try RecordedRun(path: path, function: function)
        let served = run.served
        let cold = served.filter { $0.decision == .cold }
        guard !cold.isEmpty else {
            throw CommandError(
                "\(path) has no cold start of \(run.function), so nothing is known of how long one takes"
            )
        }
        var workload = Workload(
            name: run.function,
            arrivals: .trace([]),
            duration: .empirical(served.compactMap(\.seconds)),
            coldStart: .delays(
                StartUpDelays(
                    preparation: .empirical(cold.compactMap(\.preparation)),
                    initialization: .empirical(cold.compactMap(\.initialization))
                )
            )
        )
        workload.memorySize = run.version.memorySize
        workload.reserved = run.version.reserved
        self.workload = workload
        (invocations, coldStarts) = (served.count, cold.count)
    }

    /// The same load on the recorded function.
    func apply(to scenario: inout Scenario) {
        var workload = workload
        workload.arrivals = scenario.workloads.first?.arrivals ?? .trace([])
        scenario.workloads = [workload]
    }
}

extension RecordedRun.Invocation {
    /// The handler's.
    fileprivate var seconds: Double? { completion.map { $0.milliseconds / 1_000 } }

    fileprivate var initialization: Double? { completion.map { ($0.initMilliseconds ?? 0) / 1_000 } }

    /// What no report shows: from the arrival until the process began to initialize.
    fileprivate var preparation: Double? {
        guard let latency, let seconds, let initialization else { return nil }
        return max(0, latency - seconds - initialization)
    }
}
