/// How long to wait before a server that has died is started again: a tenth of a second, then twice as long each time, up
/// to ten seconds; from the beginning when it had run for a minute.
struct RestartPolicy: Sendable {
    private static let first = Duration.milliseconds(100)
    private static let longest = Duration.seconds(10)
    private static let settled = Duration.seconds(60)

    private var next = first

    mutating func delay(afterRunning duration: Duration) -> Duration {
        if duration >= Self.settled { next = Self.first }
        defer { next = min(next * 2, Self.longest) }
        return next
    }
}
