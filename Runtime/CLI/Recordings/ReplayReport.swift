import Recording

/// What differs between a recording and its replay.
struct ReplayReport {
    private static let shown = 10

    private let pairs: [(call: ReplayPlan.Call, outcome: ReplayOutcome)]

    init(_ pairs: [(call: ReplayPlan.Call, outcome: ReplayOutcome)]) { self.pairs = pairs }

    /// Invocations that ran both times and answered something else, or failed one time only.
    private var otherResults: [(call: ReplayPlan.Call, outcome: ReplayOutcome)] {
        pairs.filter { pair in
            guard let completion = pair.call.completion, let result = pair.outcome.result else { return false }
            return completion.result != result || (completion.errorType != nil) != pair.outcome.hasFailed
        }
    }

    /// Whether all results are the same.
    func print(to console: Console) -> Bool {
        var table = TextTable(["", "recorded", "replayed"], numbers: [1, 2])
        table.add(["invocations", "\(pairs.count)", "\(pairs.count { $0.outcome.start != .refused })"])
        for (name, kind, start) in [
            ("cold", RecordedDecision.Kind.cold, ReplayOutcome.Start.cold), ("throttled", .throttle, .throttled),
        ] {
            let then = pairs.count { $0.call.decision == kind }
            table.add([name, "\(then)", "\(pairs.count { $0.outcome.start == start })"])
        }
        table.add(
            ["failed", "\(pairs.count { $0.call.completion?.errorType != nil })"] + [
                "\(pairs.count(where: \.outcome.hasFailed))"
            ]
        )
        let then = pairs.compactMap { $0.call.completion?.milliseconds }.sorted()
        let now = pairs.compactMap(\.outcome.milliseconds).sorted()
        for (name, share) in [("p50", 0.5), ("p95", 0.95), ("p99", 0.99)] {
            table.add([name, Self.quantile(then, share), Self.quantile(now, share)])
        }
        for line in table.lines(console) { console.print(line) }
        let refused = pairs.count { $0.outcome.start == .refused }
        if refused > 0 { console.print("\(refused) were refused or not answered") }
        let others = otherResults
        console.print(others.isEmpty ? "all results are the same" : "\(others.count) results differ")
        for pair in others.prefix(Self.shown) { console.print("  \(Self.difference(pair))") }
        return others.isEmpty && refused == 0
    }

    private static func quantile(_ sorted: [Double], _ share: Double) -> String {
        guard !sorted.isEmpty else { return "-" }
        return Readable.milliseconds(sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))])
    }

    private static func difference(_ pair: (call: ReplayPlan.Call, outcome: ReplayOutcome)) -> String {
        func text(_ result: RecordedResult?) -> String {
            guard let result else { return "nothing" }
            return result.text.map { $0.count > 60 ? $0.prefix(60) + "…" : $0 } ?? "\(result.bytes) bytes"
        }
        let invocation = pair.call.invocation
        return "\(invocation.functionName) \(invocation.requestID): recorded \(text(pair.call.completion?.result)), "
            + "now \(text(pair.outcome.result))"
    }
}
