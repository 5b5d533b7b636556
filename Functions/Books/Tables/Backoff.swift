/// Waits between attempts: exponential with full jitter, from 10 ms up to 1 s.
package enum Backoff {
    /// `attempt` counts from 1.
    package static func wait(_ attempt: Int) async throws {
        let longest = min(1_000, 10 << min(attempt, 10))
        try await Task.sleep(for: .milliseconds(Int.random(in: 0...longest)))
    }
}
