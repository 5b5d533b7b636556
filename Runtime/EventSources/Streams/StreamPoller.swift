import JSON
import Time

/// An event source mapping of a stream: reads its shards, and gives the function what it finds. Decides; its owner acts.
struct StreamPoller: Sendable {
    enum Action: Sendable {
        case listShards
        case read(shard: String, after: String?, limit: Int)
        case invoke(StreamBatch, shard: String, lane: Int)
        /// Tell the destination for failures, if there is one.
        case discard(StreamBatch, shard: String, condition: String)
        case save(ShardCheckpoint, shard: String)
        case wake(at: Timestamp)
    }

    /// After a failure of the source.
    private static let retryDelay = Duration.seconds(1)

    private let settings: StreamLane.Settings
    private let lanes: Int
    private var shards: [String: ShardReader] = [:]
    private var checkpoints: [String: ShardCheckpoint]
    private var isListing = false
    private var hasNews = false
    private var isStopped = false

    /// `checkpoints` by shard.
    init(_ settings: StreamLane.Settings, lanes: Int, checkpoints: [String: ShardCheckpoint]) {
        self.settings = settings
        self.lanes = lanes
        self.checkpoints = checkpoints
    }

    /// Invocations that are under way go on; nothing new is begun.
    mutating func stop() { isStopped = true }

    // MARK: Events

    mutating func start(at now: Timestamp) -> [Action] { list() }

    /// The stream has new records.
    mutating func announced(at now: Timestamp) -> [Action] {
        for id in shards.keys { shards[id]?.announced() }
        if shards.isEmpty {
            hasNews = true
            return list()
        }
        return advance(at: now)
    }

    mutating func woken(at now: Timestamp) -> [Action] { shards.isEmpty ? list() : advance(at: now) }

    private mutating func list() -> [Action] {
        guard !isListing, !isStopped else { return [] }
        isListing = true
        return [.listShards]
    }

    /// `nil` when the source has failed.
    mutating func listed(_ list: [StreamShard]?, at now: Timestamp) -> [Action] {
        isListing = false
        guard let list else { return [.wake(at: now + Self.retryDelay)] }
        let isStale = hasNews
        hasNews = false
        for shard in list where shards[shard.id] == nil && checkpoints[shard.id]?.isFinished != true {
            let parentIsOpen = shard.parentID.map { id in
                list.contains { $0.id == id } && checkpoints[id]?.isFinished != true
            }
            guard parentIsOpen != true else { continue }
            shards[shard.id] = ShardReader(
                shard.id,
                from: checkpoints[shard.id]?.sequenceNumber,
                lanes: lanes,
                settings
            )
        }
        if isStale { for id in shards.keys { shards[id]?.announced() } }
        return advance(at: now)
    }

    /// `nil` when the source has failed.
    mutating func read(
        _ page: (records: [StreamRecord], isLast: Bool, isClosed: Bool)?,
        shard: String,
        at now: Timestamp
    ) -> [Action] {
        guard let page else {
            shards[shard]?.readFailed()
            return [.wake(at: now + Self.retryDelay)]
        }
        let hasMoved = shards[shard]?.read(page, at: now) == true
        return saved(shard, if: hasMoved) + advance(at: now)
    }

    mutating func completed(
        _ outcome: BatchOutcome,
        state: JSON? = nil,
        shard: String,
        lane: Int,
        at now: Timestamp
    ) -> [Action] {
        guard let (discard, hasMoved) = shards[shard]?.completed(lane, outcome, state: state, at: now) else {
            return []
        }
        var actions: [Action] = []
        if let discard { actions += give(up: discard, shard, "RetryAttemptsExhausted") }
        return actions + saved(shard, if: hasMoved) + advance(at: now)
    }

    private func saved(_ shard: String, if hasMoved: Bool) -> [Action] {
        guard hasMoved, let checkpoint = shards[shard]?.checkpoint else { return [] }
        return [.save(checkpoint, shard: shard)]
    }

    private mutating func give(up batch: StreamBatch, _ shard: String, _ condition: String) -> [Action] {
        let hasMoved = shards[shard]?.finished(batch.records) == true
        return [.discard(batch, shard: shard, condition: condition)] + saved(shard, if: hasMoved)
    }

    // MARK: Steps

    private mutating func advance(at now: Timestamp) -> [Action] {
        guard !isStopped else { return [] }
        var actions: [Action] = []
        var wake: Timestamp?
        for id in shards.keys.sorted() {
            for lane in 0..<lanes { actions += advance(id, lane, at: now, &wake) }
            if let limit = shards[id]?.nextRead() {
                actions.append(.read(shard: id, after: shards[id]?.position, limit: limit))
            }
            guard let shard = shards[id], shard.isFinished else { continue }
            checkpoints[id] = shard.checkpoint
            shards[id] = nil
            actions.append(.save(shard.checkpoint, shard: id))
            actions += list()
        }
        if let wake { actions.append(.wake(at: wake)) }
        return actions
    }

    private mutating func advance(_ id: String, _ lane: Int, at now: Timestamp, _ wake: inout Timestamp?) -> [Action] {
        var actions: [Action] = []
        while let step = shards[id]?.next(lane, at: now) {
            switch step {
            case .invoke(let batch): return actions + [.invoke(batch, shard: id, lane: lane)]
            case .discard(let batch, let condition): actions += give(up: batch, id, condition)
            case .wait(let instant):
                wake = min(wake ?? instant, instant)
                return actions
            case .idle: return actions
            }
        }
        return actions
    }
}
