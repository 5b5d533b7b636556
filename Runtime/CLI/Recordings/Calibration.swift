import ColdStart
import Recording
import Simulator
import Time

/// What a recording says of one function's durations: the simulator draws from these instead of published figures.
struct Calibration {
    private let run: RecordedRun
    private let work: [RecordedWork]
    private let sharing: ProcessorSharing?
    private let computing: ComputingShares

    /// Reads the recording. `function` is the one meant, which need not be said where there is only one.
    init(path: String, function: String?) throws(CommandError) {
        run = try RecordedRun(path: path, function: function)
        if let processors = run.settings?.processors, run.tellsProcessing {
            sharing = ProcessorLoad(run).sharing(processors: processors)
            work = RecordedWork.measured(run)
            computing = RecordedWork.computingShares(Self.ended(work))
        } else {
            let contention = Contention(run)
            work = run.served.compactMap { RecordedWork($0, contention) }
            (sharing, computing) = (contention.sharing, ComputingShares())
        }
        guard work.contains(where: \.isCold) else {
            throw CommandError(
                "\(path) has no cold start of \(run.function), so nothing is known of how long one takes"
            )
        }
    }

    /// What it rests on, in a line.
    var summary: String {
        "calibrated by \(work.count) invocations, \(work.count(where: \.isCold)) of them cold" + contended
    }

    private var contended: String {
        guard let sharing else { return "" }
        let cores = SimulationTable.digits(sharing.cores)
        if run.tellsProcessing {
            return "; on \(cores) processors, where starts compute \(Self.percent(computing.start)) of their time and "
                + "handlers \(Self.percent(computing.handler)), beside \(SimulationTable.digits(sharing.others)) other programs"
        }
        return "; what runs slows down like on \(cores) processors that it shares"
            + (sharing.evenness.isFinite ? " unevenly" : "")
            + ", which is counted with; at a higher rate than the recorded one the slowest and the cold ones are rough"
    }

    private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }

    /// Those that ended by themselves, if any did.
    private static func ended(_ work: [RecordedWork]) -> [RecordedWork] {
        let ended = work.filter { !$0.isOverTime }
        return ended.isEmpty ? work : ended
    }

    /// The same load on the recorded function.
    func apply(to scenario: inout Scenario) { apply(work, to: &scenario) }

    /// As if so many invocations had been recorded, drawn from those that were: how figures differ from one draw to the
    /// next tells how much they owe to chance (Efron 1979, the bootstrap).
    func apply(drawnBy random: inout SeededRandom, to scenario: inout Scenario) {
        // Each kind for itself, so that there is one of each.
        let drawn = [work.filter(\.isCold), work.filter { !$0.isCold }].flatMap { kind in
            kind.map { _ in kind[Int.random(in: kind.indices, using: &random)] }
        }
        apply(drawn, to: &scenario)
    }

    private func apply(_ work: [RecordedWork], to scenario: inout Scenario) {
        let ended = Self.ended(work)
        let (cold, warm) = (work.filter(\.isCold), ended.filter { !$0.isCold })
        let delays = StartUpDelays(
            preparation: .empirical(cold.map(\.preparation)),
            initialization: .empirical(cold.map(\.initialization))
        )
        var workload = Workload(
            name: run.function,
            arrivals: scenario.workloads.first?.arrivals ?? .trace([]),
            duration: .empirical((warm.isEmpty ? ended : warm).map(\.handler)),
            coldStart: .delays(delays)
        )
        let first = ended.filter(\.isCold)
        if !first.isEmpty { workload.firstDuration = .empirical(first.map(\.handler)) }
        if let timeout = run.version.timeoutSeconds {
            workload.timeout = timeout
            workload.hangRate = Double(work.count(where: \.isOverTime)) / Double(work.count)
        }
        workload.computing = computing
        workload.memorySize = run.version.memorySize
        workload.reserved = run.version.reserved
        scenario.workloads = [workload]
        scenario.sharedProcessors = sharing
    }
}
