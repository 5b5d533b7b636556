import JSON
import Time

/// Records that a function is given together, and how often that has failed.
struct StreamBatch: Sendable, Hashable {
    /// In the order of the stream. Empty for the last invocation of a tumbling window alone.
    var records: [StreamRecord]
    /// How often the function has failed with it.
    var failures = 0
    /// How often Lambda has refused to run the function, one time after the other.
    var refusals = 0
    /// How often the function has been run with these records among others.
    var invocations = 0
    /// Not to be tried again before this.
    var retryAt: Timestamp?
    var window: Window?

    /// What a function hears of the tumbling window that the records belong to.
    /// https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-windows.html
    struct Window: Sendable, Hashable {
        var start: Timestamp
        var end: Timestamp
        /// What the function answered last in this window.
        var state: JSON = .object(JSON.Object())
        var isFinal = false
        /// The state has become too large.
        var isTerminatedEarly = false
    }

    init(_ records: [StreamRecord]) { self.records = records }

    /// The two halves of a batch that failed: the search for the record to blame does not count as a retry.
    var halves: [StreamBatch] {
        let middle = records.count / 2
        return [records[..<middle], records[middle...]].map { half in
            var batch = self
            batch.records = Array(half)
            batch.retryAt = nil
            return batch
        }
    }
}

/// What came of an invocation with a batch.
enum BatchOutcome: Sendable, Hashable {
    case success
    /// The function failed, or its reply makes no sense: the whole batch counts as failed.
    case failure
    /// The items that the function says have failed.
    case partial(Set<String>)
    /// Lambda has not run the function: it throttles, or has failed itself.
    case refused
}
