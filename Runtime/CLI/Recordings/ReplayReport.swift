import JSON
import Recording

/// An invocation of a recording, and what came of it when it was sent again.
struct ReplayedCall: Sendable {
    var call: ReplayPlan.Call
    var outcome: ReplayOutcome

    /// `nil` where the recording does not tell: the invocation waited for an environment; and where no report would: the
    /// first initialization failed.
    var recordedStart: ReplayOutcome.Start? {
        switch call.decision {
        case .cold: call.completion.map { $0.initMilliseconds == nil } ?? false ? nil : .cold
        case .warm: .warm
        case .throttle: .throttled
        default: nil
        }
    }

    var startsOtherwise: Bool { recordedStart.map { $0 != outcome.start } ?? false }

    /// It answered something else, or failed one time only, or was not run this time.
    var answersOtherwise: Bool {
        guard let completion = call.completion else { return false }
        guard let result = outcome.result else { return true }
        return (completion.errorType != nil) != outcome.hasFailed || !isSame(completion.result, result)
    }

    /// Texts in which each names its own request are the same.
    private func isSame(_ recorded: RecordedResult?, _ replayed: RecordedResult) -> Bool {
        guard recorded != replayed else { return true }
        guard let before = recorded?.text, let after = replayed.text, !outcome.requestID.isEmpty else { return false }
        return before.replacing(call.invocation.requestID, with: "") == after.replacing(outcome.requestID, with: "")
    }

    /// How long it took, for as long as it took when it was recorded.
    var slowdown: Double? {
        guard let before = call.completion?.milliseconds, before > 0, let after = outcome.milliseconds else {
            return nil
        }
        return after / before
    }
}

/// What differs between a recording and its replay.
struct ReplayReport {
    private static let shown = 10

    private let calls: [ReplayedCall]
    private let leftOut: Int

    /// `leftOut` counts the invocations that could not be sent again.
    init(_ calls: [ReplayedCall], leftOut: Int) { (self.calls, self.leftOut) = (calls, leftOut) }

    private var refused: Int { calls.count { $0.outcome.start == .refused } }

    /// Whether all were answered, and as recorded.
    var isSame: Bool { refused == 0 && !calls.contains(where: \.answersOtherwise) }

    private struct Figures {
        var starts: [ReplayOutcome.Start: Int] = [:]
        var failed = 0
        /// Ascending.
        var milliseconds: [Double] = []

        func quantile(_ share: Double) -> Double? { Self.quantile(milliseconds, share) }

        static func quantile(_ sorted: [Double], _ share: Double) -> Double? {
            sorted.isEmpty ? nil : sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
        }
    }

    private var recorded: Figures {
        Figures(
            starts: calls.compactMap(\.recordedStart).reduce(into: [:]) { $0[$1, default: 0] += 1 },
            failed: calls.count { $0.call.completion?.errorType != nil },
            milliseconds: calls.compactMap { $0.call.completion?.milliseconds }.sorted()
        )
    }

    private var replayed: Figures {
        Figures(
            starts: calls.reduce(into: [:]) { $0[$1.outcome.start, default: 0] += 1 },
            failed: calls.count(where: \.outcome.hasFailed),
            milliseconds: calls.compactMap(\.outcome.milliseconds).sorted()
        )
    }

    // MARK: For people

    func print(to console: Console) {
        let (before, after) = (recorded, replayed)
        var table = TextTable(["", "recorded", "replayed"], numbers: [1, 2])
        table.add(["invocations", "\(calls.count)", "\(calls.count - refused)"])
        for start in [ReplayOutcome.Start.cold, .throttled] {
            table.add([start.rawValue, "\(before.starts[start] ?? 0)", "\(after.starts[start] ?? 0)"])
        }
        table.add(["failed", "\(before.failed)", "\(after.failed)"])
        for (name, share) in [("p50", 0.5), ("p95", 0.95), ("p99", 0.99)] {
            table.add([
                name, Readable.milliseconds(before.quantile(share)), Readable.milliseconds(after.quantile(share)),
            ])
        }
        for line in table.lines(console) { console.print(line) }
        if refused > 0 { console.print("\(refused) were refused or not answered") }
        printSlowdowns(to: console)
        tell(calls.filter(\.startsOtherwise), "started otherwise", "all started as recorded", console) { call in
            "\(call.recordedStart?.rawValue ?? ""), now \(call.outcome.start.rawValue)"
        }
        tell(calls.filter(\.answersOtherwise), "results differ", "all results are the same", console) { call in
            "\(Self.text(call.call.completion?.result)), now "
                + (call.outcome.result.map(Self.text) ?? call.outcome.start.rawValue)
        }
    }

    private func printSlowdowns(to console: Console) {
        let slowdowns = calls.compactMap(\.slowdown).sorted()
        let quantiles = [0.05, 0.5, 0.95].compactMap { Figures.quantile(slowdowns, $0) }.map(SimulationTable.digits)
        guard quantiles.count == 3 else { return }
        console.print(
            "durations, each against its own recorded one: \(quantiles[1])× in the middle, "
                + "\(quantiles[0])× to \(quantiles[2])× for nine in ten"
        )
    }

    private func tell(
        _ others: [ReplayedCall],
        _ what: String,
        _ nothing: String,
        _ console: Console,
        _ text: (ReplayedCall) -> String
    ) {
        console.print(others.isEmpty ? nothing : "\(others.count) \(what)")
        for call in others.prefix(Self.shown) {
            let invocation = call.call.invocation
            console.print("  \(invocation.functionName) \(invocation.requestID): recorded \(text(call))")
        }
        if others.count > Self.shown { console.print("  … and \(others.count - Self.shown) more") }
    }

    private static func text(_ result: RecordedResult?) -> String {
        guard let result else { return "nothing" }
        return result.text.map { $0.count > 60 ? $0.prefix(60) + "…" : $0 } ?? "\(result.bytes) bytes"
    }

    // MARK: For programs

    /// Figures of both, and each invocation that started or answered otherwise.
    var json: JSON {
        [
            "invocations": JSON(calls.count), "leftOut": JSON(leftOut), "refused": JSON(refused), "same": .bool(isSame),
            "recorded": Self.json(recorded), "replayed": Self.json(replayed),
            "differences": .array(calls.filter { $0.startsOtherwise || $0.answersOtherwise }.map(Self.json)),
        ]
    }

    private static func json(_ figures: Figures) -> JSON {
        var json = JSON.Object()
        for start in [ReplayOutcome.Start.cold, .warm, .throttled] {
            json[start.rawValue] = JSON(figures.starts[start] ?? 0)
        }
        json["failed"] = JSON(figures.failed)
        for (name, share) in [("p50Milliseconds", 0.5), ("p95Milliseconds", 0.95), ("p99Milliseconds", 0.99)] {
            json[name] = figures.quantile(share).map { JSON($0) } ?? .null
        }
        return .object(json)
    }

    private static func json(_ call: ReplayedCall) -> JSON {
        func side(_ start: ReplayOutcome.Start?, _ milliseconds: Double?, _ result: RecordedResult?) -> JSON {
            [
                "start": start.map { .string($0.rawValue) } ?? .null,
                "milliseconds": milliseconds.map { JSON($0) } ?? .null,
                "result": result?.text.map { .string($0) } ?? .null,
            ]
        }
        let (before, after) = (call.call, call.outcome)
        return [
            "functionName": .string(before.invocation.functionName), "requestId": .string(before.invocation.requestID),
            "otherStart": .bool(call.startsOtherwise), "otherResult": .bool(call.answersOtherwise),
            "recorded": side(call.recordedStart, before.completion?.milliseconds, before.completion?.result),
            "replayed": side(after.start, after.milliseconds, after.result),
        ]
    }
}
