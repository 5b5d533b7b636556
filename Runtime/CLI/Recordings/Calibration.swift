import ColdStart
import Recording
import Simulator
import Time

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
        contention = Contention(run)
        let work = run.served.compactMap { [contention] in Work($0, contention) }
        let cold = work.filter(\.isCold)
        guard !cold.isEmpty else {
            throw CommandError(
                "\(path) has no cold start of \(run.function), so nothing is known of how long one takes"
            )
        }
        var workload = Workload(
            name: run.function,
            arrivals: .trace([]),
            duration: .empirical(work.map(\.handler)),
            coldStart: .delays(
                StartUpDelays(
                    preparation: .empirical(cold.map(\.preparation)),
                    initialization: .empirical(cold.map(\.initialization))
                )
            )
        )
        workload.memorySize = run.version.memorySize
        workload.reserved = run.version.reserved
        self.workload = workload
        (invocations, coldStarts) = (work.count, cold.count)
    }

    /// What it rests on, in a line.
    var summary: String {
        let contended = contention.sharing.map { sharing in
            "; what runs slows down like on \(SimulationTable.digits(sharing.cores)) processors that it shares"
                + (sharing.evenness.isFinite ? " unevenly" : "")
                + ", which is counted with; at a higher rate than the recorded one the slowest and the cold ones are rough"
        }
        return "calibrated by \(invocations) invocations, \(coldStarts) of them cold" + (contended ?? "")
    }

    /// The same load on the recorded function.
    func apply(to scenario: inout Scenario) {
        var workload = workload
        workload.arrivals = scenario.workloads.first?.arrivals ?? .trace([])
        scenario.workloads = [workload]
        scenario.sharedProcessors = contention.sharing
    }
}

/// What an invocation would have taken alone, in seconds.
private struct Work {
    let isCold: Bool
    /// What no report shows: from the arrival until the process began to initialize.
    let preparation: Double
    let initialization: Double
    let handler: Double

    /// `nil` for one that has not ended.
    init?(_ invocation: RecordedRun.Invocation, _ contention: Contention) {
        guard let ended = invocation.ended, let completion = invocation.completion else { return nil }
        let handled = max(invocation.arrived, ended.advanced(byMilliseconds: -completion.milliseconds))
        let began = max(invocation.arrived, handled.advanced(byMilliseconds: -(completion.initMilliseconds ?? 0)))
        isCold = invocation.decision == .cold
        preparation = contention.work(from: invocation.arrived, to: began)
        initialization = contention.work(from: began, to: handled)
        handler = contention.work(from: handled, to: ended)
    }
}

extension Timestamp {
    fileprivate func advanced(byMilliseconds milliseconds: Double) -> Timestamp {
        adding(nanoseconds: Int64((milliseconds * 1e6).rounded()))
    }
}
