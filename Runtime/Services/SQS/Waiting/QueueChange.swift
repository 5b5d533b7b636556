import Time

/// What a transaction changes in a queue: by how much its counts, and when the next message is due.
struct QueueChange: Sendable, Hashable {
    var visible = 0
    var delayed = 0
    var inFlight = 0
    /// The sizes of the messages that were sent.
    var sentBytes: [Int] = []
    var received = 0
    var deleted = 0
    /// How many receivers may now get something.
    var receivable = 0
    /// The earliest that was added.
    var due: Timestamp?
    /// `due` is the earliest of all: the store has been asked.
    var isSettled = false

    mutating func isDue(at instant: Timestamp) { due = due.map { min($0, instant) } ?? instant }
}

/// What a transaction changes in several queues.
struct QueueChanges: Sendable {
    private var all: [(queue: Queue, change: QueueChange)] = []

    subscript(queue: Queue) -> QueueChange {
        get { all.first { $0.queue.activity === queue.activity }?.change ?? QueueChange() }
        _modify {
            let known = all.firstIndex { $0.queue.activity === queue.activity }
            if known == nil { all.append((queue, QueueChange())) }
            yield &all[known ?? all.count - 1].change
        }
    }

    /// After the commit.
    func apply(_ service: SQS) {
        for (queue, change) in all {
            queue.activity.apply(change)
            service.record(change, of: queue)
        }
    }
}
