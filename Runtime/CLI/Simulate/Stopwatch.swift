import Simulator
import Time

#if canImport(Glibc)
    import Glibc
#endif

/// Measures what simulations take of this machine.
struct Stopwatch {
    private let time = SystemTime()
    private let start: Timestamp

    init() { start = time.now }

    var effort: SimulationReport.Effort {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return SimulationReport.Effort(
            seconds: (time.now - start) / .seconds(1),
            peakMemory: usage.ru_maxrss * 1_024
        )
    }

    /// One line for all of them, on standard error.
    static func tell(_ reports: [SimulationReport], _ console: Console) {
        let efforts = reports.compactMap(\.effort)
        guard !efforts.isEmpty else { return }
        let events = reports.reduce(0) { $0 + $1.events }
        let seconds = efforts.reduce(0) { $0 + $1.seconds }
        let memory = efforts.map(\.peakMemory).max() ?? 0
        let rate = seconds > 0 ? " (\(SimulationTable.digits(Double(events) / seconds / 1e6)) million a second)" : ""
        console.note(
            "\(events) events in \(SimulationTable.text(seconds, .seconds))\(rate), "
                + "\(SimulationTable.digits(Double(memory) / 1_048_576)) MB of memory at most"
        )
    }
}
