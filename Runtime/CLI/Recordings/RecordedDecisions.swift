import Recording

/// Has the model decide again over everything that a recording tells, and shows whether it decides the same.
struct RecordedDecisions {
    let path: String

    /// Whether every decision is the same.
    func compare(_ console: Console) throws(CommandError) -> Bool {
        var replay = DecisionReplay()
        try RecordingReader(path: path).read { (event, line) throws(CommandError) in
            do throws(RecordingError) {
                try replay.perform(event, line: line)
            } catch {
                throw CommandError("\(path): \(error)")
            }
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
}
