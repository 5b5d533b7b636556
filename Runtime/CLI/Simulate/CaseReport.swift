import Dispatch
import FoundationEssentials
import JSON
import Simulator
import Synchronization

/// Judges a file of cases and tells the outcome of each in a line.
struct CaseReport {
    private let cases: [OracleCase]

    init(path: String) throws(CommandError) {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw CommandError("\(path) cannot be read")
        }
        do {
            cases = try OracleCase.read(Array(bytes))
        } catch {
            throw CommandError("\(path): \(error)")
        }
    }

    /// Whether every case holds. All cores judge; the lines come in the order of the file, each as soon as it can.
    func tell(_ console: Console, asJSON: Bool) -> Bool {
        let interruption = Interruption()
        var runner = CaseRunner(cases)
        runner.isCancelled = { interruption.hasCome }
        let judge = runner
        let board = Mutex(Board(count: cases.count))
        DispatchQueue.concurrentPerform(iterations: cases.count) { index in
            if interruption.hasCome { return }
            let verdict = judge.judge(cases[index])
            // One that was cut short says nothing.
            if interruption.hasCome { return }
            board.withLock { board in
                for verdict in board.add(verdict, at: index) where !asJSON { console.print(line(verdict, console)) }
            }
        }
        let (verdicts, untold) = board.withLock { ($0.judged, $0.untold) }
        let failed = verdicts.count { !$0.passes }
        if asJSON {
            let result: JSON = [
                "cases": JSON(cases.count), "judged": JSON(verdicts.count), "failed": JSON(failed),
                "verdicts": .array(verdicts.map(\.json)),
            ]
            console.print(result.text)
        } else {
            for verdict in untold { console.print(line(verdict, console)) }
            if verdicts.count < cases.count {
                console.print("Stopped early: \(verdicts.count) of \(cases.count) cases were judged")
            }
            console.print("\(verdicts.count - failed) of \(verdicts.count) cases pass")
        }
        return failed == 0 && verdicts.count == cases.count
    }

    /// Verdicts as they come, and how many have been told.
    private struct Board {
        private var verdicts: [CaseVerdict?]
        private var told = 0

        init(count: Int) { verdicts = Array(repeating: nil, count: count) }

        /// Those that can be told now: all before them have been.
        mutating func add(_ verdict: CaseVerdict, at index: Int) -> [CaseVerdict] {
            verdicts[index] = verdict
            let ready = verdicts[told...].prefix { $0 != nil }.compactMap(\.self)
            told += ready.count
            return ready
        }

        /// Those after one that was not judged.
        var untold: [CaseVerdict] { verdicts[told...].compactMap(\.self) }
        var judged: [CaseVerdict] { verdicts.compactMap(\.self) }
    }

    private func line(_ verdict: CaseVerdict, _ console: Console) -> String {
        let mark = verdict.passes ? "pass" : console.styled("FAIL", .red)
        var checks = verdict.checks.map { check in
            let bound = check.bound.map { "at most \(Self.text($0))" }
            let expected = check.whole?.expected.text ?? bound ?? Self.text(check.expected)
            let got = check.whole?.got.text ?? Self.text(check.got)
            let tolerance = check.tolerance.map { " ± \(Self.text($0))" } ?? ""
            let flag = check.passes ? "" : console.styled(" MISSED", .red)
            return
                "\(check.metric) expected \(expected)\(tolerance) got \(got) (\(check.basis))\(flag)"
        }
        checks += verdict.notes
        if let problem = verdict.problem { checks.append(problem) }
        return "\(mark)  \(verdict.name)  \(checks.joined(separator: "; "))"
    }

    /// Six digits.
    private static func text(_ value: Double) -> String {
        guard value.isFinite else { return "\(value)" }
        if value == value.rounded() && abs(value) < 1e15 { return "\(Int(value))" }
        var scale = 1.0
        while abs(value) * scale < 1e5 && scale < 1e30 { scale *= 10 }
        return "\((value * scale).rounded() / scale)"
    }
}
