import ColdStart
import JSON
import Time

/// The records of a shard, or of a part of its keys, on their way to a function: one batch after the other, each until it
/// is done or given up, so that order is kept.
/// https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html
struct StreamLane: Sendable {
    struct Settings: Sendable, Hashable {
        var batchSize = 100
        /// How long to gather records for a batch.
        var window = Duration.zero
        /// `nil` is no limit.
        var maximumRetryAttempts: Int?
        /// `nil` is no limit.
        var maximumRecordAge: Duration?
        var bisectsBatch = false
        /// `nil` for none.
        var tumblingWindow: Duration?
    }

    enum Step: Sendable, Hashable {
        case invoke(StreamBatch)
        /// Given up, with the condition that AWS's record of it names.
        case discard(StreamBatch, String)
        case wait(until: Timestamp)
        /// Nothing to do until there are records, or until the invocation under way ends.
        case idle
    }

    /// Bytes of the records of a batch: what an invocation takes, with room for the event around them.
    private static let batchBytes = 6_000_000
    /// Bytes of a tumbling window's state.
    private static let stateBytes = 1 << 20

    let settings: Settings
    private var waiting: [StreamRecord] = []
    private var firstCame: Timestamp?
    /// Parts of a batch that are not done yet, in order.
    private var open: [StreamBatch] = []
    private var isInvoking = false
    private var window: StreamBatch.Window?

    init(_ settings: Settings) { self.settings = settings }

    /// Records that are neither done nor given up.
    var count: Int { waiting.count + open.reduce(0) { $0 + $1.records.count } }

    mutating func add(_ record: StreamRecord, at now: Timestamp) {
        if waiting.isEmpty { firstCame = now }
        waiting.append(record)
    }

    // MARK: Steps

    /// What is to be done now. After `.invoke`, `completed` must be told of its end; after `.discard`, this is to be asked
    /// again.
    mutating func next(at now: Timestamp) -> Step {
        guard !isInvoking else { return .idle }
        if open.isEmpty, let step = openBatch(at: now) { return step }
        if let expired = takeExpired(at: now) { return .discard(expired, "RecordAgeExceeded") }
        guard !open.isEmpty else { return next(at: now) }
        if let retryAt = open[0].retryAt, retryAt > now { return .wait(until: retryAt) }
        isInvoking = true
        open[0].invocations += 1
        open[0].window = open[0].window.map { current in
            var updated = window ?? current
            (updated.isFinal, updated.isTerminatedEarly) = (current.isFinal, current.isTerminatedEarly)
            return updated
        }
        return .invoke(open[0])
    }

    /// Opens the next batch; returns what is to be done where there is none yet.
    private mutating func openBatch(at now: Timestamp) -> Step? {
        if let final = finalBatch(at: now) {
            open = [final]
            return nil
        }
        guard let firstCame else {
            return window.map { .wait(until: $0.end) } ?? .idle
        }
        var size = 0
        var bytes = 0
        for record in waiting.prefix(settings.batchSize) {
            if let end = window?.end ?? windowEnd(of: waiting[0]), record.arrival >= end { break }
            bytes += record.document.count + 1
            if size > 0 && bytes > Self.batchBytes { break }
            size += 1
        }
        let isFull = size == settings.batchSize || size < waiting.count
        guard isFull || now >= firstCame + settings.window else { return .wait(until: firstCame + settings.window) }
        var batch = StreamBatch(Array(waiting.prefix(size)))
        if let duration = settings.tumblingWindow {
            let start = Self.windowStart(batch.records[0].arrival, duration)
            window = window ?? StreamBatch.Window(start: start, end: start + duration)
            batch.window = window
        }
        waiting.removeFirst(size)
        self.firstCame = waiting.isEmpty ? nil : now
        open = [batch]
        return nil
    }

    /// The records of the batch at hand that are too old for another attempt.
    private mutating func takeExpired(at now: Timestamp) -> StreamBatch? {
        guard let limit = settings.maximumRecordAge, !open.isEmpty else { return nil }
        let count = open[0].records.prefix { now - $0.arrival > limit }.count
        guard count > 0 else { return nil }
        var expired = open[0]
        expired.records = Array(open[0].records.prefix(count))
        open[0].records.removeFirst(count)
        if open[0].records.isEmpty { open.removeFirst() }
        return expired
    }

    // MARK: Ends

    /// The invocation that `next` asked for has ended. Returns the records that are done, and what is to be given up.
    /// `state` is what a function in a tumbling window answered.
    mutating func completed(
        _ outcome: BatchOutcome,
        state: JSON? = nil,
        at now: Timestamp
    ) -> (done: [StreamRecord], discard: StreamBatch?) {
        guard isInvoking, var batch = open.first else { return ([], nil) }
        isInvoking = false
        switch outcome {
        case .success:
            open.removeFirst()
            closeWindow(behind: batch, state)
            return (batch.records, nil)
        case .refused:
            batch.refusals += 1
            batch.retryAt = now + StreamRetryPolicy.delay(afterAttempts: batch.refusals)
            open[0] = batch
            return ([], nil)
        case .failure: return ([], failed(batch, at: now))
        case .partial(let items):
            guard let first = batch.records.firstIndex(where: { items.contains($0.sequenceNumber) }),
                first > 0, items.isSubset(of: batch.records.map(\.sequenceNumber))
            else { return ([], failed(batch, at: now)) }
            // What is left is another batch, with all attempts before it, as recordings show.
            open[0] = StreamBatch(Array(batch.records[first...]))
            open[0].window = batch.window
            return (Array(batch.records[..<first]), nil)
        }
    }

    /// Returns the batch when it is to be given up.
    private mutating func failed(_ batch: StreamBatch, at now: Timestamp) -> StreamBatch? {
        var batch = batch
        batch.refusals = 0
        if settings.bisectsBatch && batch.records.count > 1 {
            open.replaceSubrange(..<1, with: batch.halves)
            return nil
        }
        batch.failures += 1
        if let limit = settings.maximumRetryAttempts, batch.failures > limit {
            open.removeFirst()
            if batch.window?.isFinal == true { window = nil }
            return batch
        }
        batch.retryAt = now + StreamRetryPolicy.delay(afterAttempts: batch.failures)
        open[0] = batch
        return nil
    }
}

// MARK: - Tumbling windows

extension StreamLane {
    private static func windowStart(_ instant: Timestamp, _ duration: Duration) -> Timestamp {
        let length = max(1, duration.nanoseconds)
        return Timestamp(nanosecondsSinceEpoch: instant.nanosecondsSinceEpoch / length * length)
    }

    private func windowEnd(of record: StreamRecord) -> Timestamp? {
        settings.tumblingWindow.map { Self.windowStart(record.arrival, $0) + $0 }
    }

    /// The last invocation of the window that is open, when it is over.
    private func finalBatch(at now: Timestamp) -> StreamBatch? {
        guard var window else { return nil }
        let isTooLarge = window.state.bytes.count > Self.stateBytes
        guard isTooLarge || now >= window.end || waiting.first.map({ $0.arrival >= window.end }) == true else {
            return nil
        }
        // Records of the window that are already there come first.
        if !isTooLarge, let first = waiting.first, first.arrival < window.end { return nil }
        window.isFinal = true
        window.isTerminatedEarly = isTooLarge
        var batch = StreamBatch([])
        batch.window = window
        return batch
    }

    private mutating func closeWindow(behind batch: StreamBatch, _ state: JSON?) {
        guard let used = batch.window else { return }
        if used.isFinal {
            window = nil
        } else if let state, state.objectValue != nil {
            window?.state = state
        }
    }

    /// Whether records that are done may have to be given to the function again, because the state that it made of them is
    /// in memory alone.
    var hasOpenWindow: Bool { window != nil }
}
