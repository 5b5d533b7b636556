import Lambda
import Synchronization

/// Looks at a Hearth now and then, and remembers the most that it saw.
final class StatusWatch: Sendable {
    struct Seen: Sendable {
        var environments = 0
        var concurrency = 0
        /// Looks that were not answered.
        var missed = 0
    }

    private let client: StatusClient
    private let record = Mutex(Seen())

    init(_ client: StatusClient) { self.client = client }

    var seen: Seen { record.withLock(\.self) }

    func look() async {
        let status = try? await client.status()
        record.withLock { seen in
            guard let status else { return seen.missed += 1 }
            seen.environments = max(seen.environments, status.functions.reduce(0) { $0 + $1.environmentCount })
            seen.concurrency = max(seen.concurrency, status.concurrency)
        }
    }
}
