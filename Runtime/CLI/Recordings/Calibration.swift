import ColdStart
import Recording
import Simulator

/// What a recording says of one function's durations: the simulator draws from these instead of published figures.
struct Calibration {
    let workload: Workload
    /// Completions that it rests on.
    let invocations: Int
    let coldStarts: Int
    let contention: Contention

    /// Reads the recording. `function` is the one meant, which need not be said where there is only one.
    init(path: String, function: String?) throws(CommandError) {
        let run = try RecordedRun(path: path, function: function)
        let served = run.served
        contention = Contention(run)
        // What each would have taken alone.
        let alone = zip(served, contention.slowdowns)
        let cold = alone.filter { $0.0.decision == .cold }
        guard !cold.isEmpty else {
            throw CommandError(
                "\(path) has no cold start of \(run.function), so nothing is known of how long one takes"
            )
        }
        var workload = Workload(
            name: run.function,
            arrivals: .trace([]),
            duration: .empirical(alone.compactMap { invocation, slowdown in invocation.seconds.map { $0 / slowdown } }),
            coldStart: .delays(
                StartUpDelays(
                    preparation: .empirical(cold.compactMap { $0.0.preparation }),
                    initialization: .empirical(
                        cold.compactMap { invocation, slowdown in invocation.initialization.map { $0 / slowdown } }
                    )
                )
            )
        )
        workload.memorySize = run.version.memorySize
        workload.reserved = run.version.reserved
        workload.sharedCores = contention.cores
        self.workload = workload
        (invocations, coldStarts) = (served.count, cold.count)
    }

    /// What it rests on, in a line.
    var summary: String {
        let contended = contention.cores.map { cores in
            "; invocations slow one another down like \(SimulationTable.digits(cores)) processors that they share, "
                + "which is counted with; cold starts and what lies beyond p95 still come out too low then"
        }
        return "calibrated by \(invocations) invocations, \(coldStarts) of them cold" + (contended ?? "")
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
