import ColdStart
import Time

/// An event source mapping of a queue: receives messages as fast as the function may be run, and puts them together to
/// batches. Decides; its owner acts.
/// https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
struct QueuePoller: Sendable {
    enum Action: Sendable {
        /// Up to so many messages, as soon as there are any.
        case receive(limit: Int)
        case invoke([QueueMessage])
        case wake(at: Timestamp)
    }

    struct Settings: Sendable {
        var batchSize = 10
        /// How long to gather messages for a batch.
        var window = Duration.zero
        var scaling = PollerScaling()
    }

    /// Messages that one call of the queue's API gives.
    private static let messagesAtOnce = 10
    /// A queue that lets a receiver wait longer is not one whose messages wait.
    private static let patience = Duration.seconds(1)
    /// Bytes of the messages of a batch: what an invocation takes, with room for the event around them.
    private static let batchBytes = 5_500_000

    private let settings: Settings
    private var gathered: [QueueMessage] = []
    /// Their ids.
    private var gatheredIDs: Set<String> = []
    /// When the first of those that are gathered came.
    private var firstCame: Timestamp?
    /// Since when somebody waits at the queue.
    private var receivingSince: Timestamp?
    private(set) var underWay = 0
    /// Since when more messages have waited than may be worked on.
    private var behindSince: Timestamp?
    /// How often Lambda has refused a batch, one time after the other.
    private var refusals = 0
    private var pausedUntil: Timestamp?
    private var isStopped = false

    init(_ settings: Settings) { self.settings = settings }

    /// Batches that may be worked on at once now.
    func limit(at now: Timestamp) -> Int {
        let minutes = behindSince.map { Int((now - $0).inSeconds / 60) } ?? 0
        return settings.scaling.concurrency(afterMinutes: minutes)
    }

    /// Begins nothing new; what has been received and is not under way is received again.
    mutating func stop() { isStopped = true }

    // MARK: Events

    mutating func start(at now: Timestamp) -> [Action] { advance(at: now) }

    mutating func woken(at now: Timestamp) -> [Action] { advance(at: now) }

    /// None when the queue had nothing for a while.
    mutating func received(_ messages: [QueueMessage], at now: Timestamp) -> [Action] {
        if let receivingSince, messages.isEmpty || now - receivingSince > Self.patience { behindSince = nil }
        receivingSince = nil
        if gathered.isEmpty && !messages.isEmpty { firstCame = now }
        for message in messages { gather(message) }
        return advance(at: now)
    }

    /// A message that has become visible again while it waited here takes the place of its former receipt.
    private mutating func gather(_ message: QueueMessage) {
        if gatheredIDs.insert(message.messageID).inserted { return gathered.append(message) }
        guard let place = gathered.firstIndex(where: { $0.messageID == message.messageID }) else { return }
        gathered[place] = message
    }

    /// The queue could not be read.
    mutating func receiveFailed(at now: Timestamp) -> [Action] {
        receivingSince = nil
        pausedUntil = now + .seconds(1)
        return advance(at: now)
    }

    /// An invocation has ended.
    mutating func completed(isRefused: Bool, at now: Timestamp) -> [Action] {
        underWay -= 1
        if isRefused {
            refusals += 1
            pausedUntil = now + AsyncRetryPolicy.backOff(afterRefusals: min(refusals, 6))
        } else {
            refusals = 0
            pausedUntil = nil
        }
        return advance(at: now)
    }

    // MARK: Steps

    private mutating func advance(at now: Timestamp) -> [Action] {
        guard !isStopped else { return [] }
        var actions: [Action] = []
        while let batch = nextBatch(at: now) {
            underWay += 1
            actions.append(.invoke(batch))
        }
        if underWay >= limit(at: now) {
            behindSince = behindSince ?? now
            if let growth = nextGrowth(at: now) { actions.append(.wake(at: growth)) }
            return actions
        }
        if let pausedUntil, pausedUntil > now { return actions + [.wake(at: pausedUntil)] }
        if let firstCame { actions.append(.wake(at: firstCame + settings.window)) }
        guard receivingSince == nil, gathered.count < settings.batchSize else { return actions }
        receivingSince = now
        actions.append(.receive(limit: min(Self.messagesAtOnce, settings.batchSize - gathered.count)))
        return actions
    }

    private mutating func nextBatch(at now: Timestamp) -> [QueueMessage]? {
        guard let firstCame, underWay < limit(at: now) else { return nil }
        var bytes = 0
        var size = 0
        for message in gathered.prefix(settings.batchSize) {
            bytes += message.body.utf8.count
            if size > 0 && bytes > Self.batchBytes { break }
            size += 1
        }
        let isFull = size == settings.batchSize || size < gathered.count
        guard isFull || now >= firstCame + settings.window else { return nil }
        defer {
            gatheredIDs.subtract(gathered.prefix(size).map(\.messageID))
            gathered.removeFirst(size)
            self.firstCame = gathered.isEmpty ? nil : now
        }
        return Array(gathered.prefix(size))
    }

    /// When one more minute of being behind has passed; `nil` when that changes nothing.
    private func nextGrowth(at now: Timestamp) -> Timestamp? {
        guard let behindSince, limit(at: now) < settings.scaling.maximum, settings.scaling.addedPerMinute > 0 else {
            return nil
        }
        let minutes = Int((now - behindSince).inSeconds / 60)
        return behindSince + .seconds(60 * (minutes + 1))
    }
}
