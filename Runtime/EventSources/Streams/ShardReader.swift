import JSON
import Time

/// One shard: what has been read of it waits in lanes for the function.
struct ShardReader: Sendable {
    let id: String
    private(set) var lanes: [StreamLane]
    private var progress: ShardProgress
    /// Where to go on reading.
    private(set) var position: String?
    private var isReading = false
    /// The source holds more than has been read.
    private var hasMore = true
    /// New records were announced while a page was on its way.
    private var isStale = false
    private var isClosed = false

    /// Records that a shard keeps in memory, in batches of every lane.
    private static let bufferedBatches = 4

    init(_ id: String, from checkpoint: String?, lanes: Int, _ settings: StreamLane.Settings) {
        self.id = id
        position = checkpoint
        progress = ShardProgress(checkpoint)
        self.lanes = (0..<max(1, lanes)).map { _ in StreamLane(settings) }
    }

    var checkpoint: ShardCheckpoint {
        ShardCheckpoint(sequenceNumber: progress.checkpoint, isFinished: isFinished)
    }

    /// The shard is closed, and every record in it is done.
    var isFinished: Bool { isClosed && !hasMore && progress.count == 0 && !lanes.contains(where: \.hasOpenWindow) }

    // MARK: Reading

    mutating func announced() {
        if isReading { isStale = true } else { hasMore = true }
    }

    /// How many records to read now; `nil` for none.
    mutating func nextRead() -> Int? {
        let limit = min(10_000, max(1000, lanes[0].settings.batchSize * lanes.count * Self.bufferedBatches))
        guard !isReading, hasMore, progress.count < limit else { return nil }
        isReading = true
        return limit - progress.count
    }

    /// Returns whether the checkpoint has moved: it does where the filters let nothing through.
    mutating func read(
        _ page: (records: [StreamRecord], isLast: Bool, isClosed: Bool),
        at now: Timestamp
    ) -> Bool {
        isReading = false
        hasMore = !page.isLast || isStale
        isStale = false
        isClosed = page.isClosed
        for record in page.records {
            position = record.sequenceNumber
            progress.read(record.sequenceNumber)
            if record.isWanted { lanes[lane(of: record.partitionKey)].add(record, at: now) }
        }
        return finished(page.records.filter { !$0.isWanted })
    }

    mutating func readFailed() { isReading = false }

    /// FNV-1a of the key.
    private func lane(of key: String) -> Int {
        guard lanes.count > 1 else { return 0 }
        let hash = key.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return Int(hash % UInt64(lanes.count))
    }

    // MARK: Invocations

    mutating func next(_ lane: Int, at now: Timestamp) -> StreamLane.Step { lanes[lane].next(at: now) }

    /// Returns what is to be given up, and whether the checkpoint has moved.
    mutating func completed(
        _ lane: Int,
        _ outcome: BatchOutcome,
        state: JSON?,
        at now: Timestamp
    ) -> (discard: StreamBatch?, hasMoved: Bool) {
        let (done, discard) = lanes[lane].completed(outcome, state: state, at: now)
        return (discard, finished(done))
    }

    /// Returns whether the checkpoint has moved. While a window is open, it stays: the window's state would be lost.
    mutating func finished(_ records: [StreamRecord]) -> Bool {
        withheld += records.map(\.sequenceNumber)
        guard !lanes.contains(where: \.hasOpenWindow) else { return false }
        defer { withheld = [] }
        return progress.done(withheld)
    }

    /// Records that are done in a window that is open.
    private var withheld: [String] = []
}
