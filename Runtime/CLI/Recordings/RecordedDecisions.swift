import JSON
import Recording

/// Has the model decide again over everything that a recording tells, and shows whether it decides the same.
struct RecordedDecisions {
    let path: String

    /// Whether every decision is the same.
    func compare(_ console: Console, asJSON: Bool) throws(CommandError) -> Bool {
        var replay = DecisionReplay()
        try RecordingReader(path: path).read { (event, line) throws(CommandError) in
            do throws(RecordingError) {
                try replay.perform(event, line: line)
            } catch {
                throw CommandError("\(path): \(error)")
            }
        }
        if asJSON {
            console.print(Self.json(replay).text)
            return replay.firstDifference == nil
        }
        console.print("\(replay.events) events, \(replay.arrivals) arrivals")
        let kinds: [(RecordedDecision.Kind, String)] = [
            (.warm, "warm"), (.cold, "cold"), (.waitBriefly, "waited for one that was finishing"),
            (.wait, "waited for any"), (.throttle, "throttled"),
        ]
        for (kind, name) in kinds { if let count = replay.decisions[kind] { console.print("  \(count) \(name)") } }
        guard let (line, difference) = replay.firstDifference else {
            console.print("every decision is the one that was recorded")
            return true
        }
        console.print("\(replay.differences) decisions differ; the first on line \(line): \(difference)")
        return false
    }

    private static func json(_ replay: DecisionReplay) -> JSON {
        let decisions = replay.decisions.map { ($0.key.rawValue, JSON($0.value)) }.sorted { $0.0 < $1.0 }
        let first = replay.firstDifference.map { line, difference -> JSON in
            ["line": JSON(line), "difference": .string("\(difference)")]
        }
        return [
            "events": JSON(replay.events), "arrivals": JSON(replay.arrivals),
            "decisions": .object(JSON.Object(decisions)), "differences": JSON(replay.differences),
            "firstDifference": first ?? .null,
        ]
    }
}
