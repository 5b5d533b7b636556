import AWSClient

/// Waits between attempts: exponential with full jitter, from 10 ms up to 1 s.
package enum Backoff {
    private static let attempts = 12

    /// Writes an item that a transaction may be changing, and again when one is: a rating of it may be under way.
    package static func whileItemIsHeld<Value>(_ write: () async throws -> Value) async throws -> Value {
        for attempt in 1..<attempts {
            do {
                return try await write()
            } catch let error as DynamoDBError where error.code == .transactionConflictException {
                try await wait(attempt)
            }
        }
        return try await write()
    }

    /// `attempt` counts from 1.
    package static func wait(_ attempt: Int) async throws {
        let longest = min(1_000, 10 << min(attempt, 10))
        try await Task.sleep(for: .milliseconds(Int.random(in: 0...longest)))
    }
}
