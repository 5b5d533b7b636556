import ColdStart
import JSON
import Lambda
import ServiceKit
import Synchronization
import Time
import Wire

/// Does what the poller of a queue decides. Messages that the function has processed are deleted; all others can be
/// received again when their visibility timeout is over.
final class QueueRunner: SourceRunner {
    private struct State {
        var poller: QueuePoller
        var wake: (instant: Timestamp, action: ScheduledAction)?
        /// Ends the wait for messages.
        var leave: (@Sendable () -> Void)?
        /// The queue was not there when it was last asked.
        var misses = false
    }

    private let mapping: EventSourceMapping
    private let source: any QueueSource
    private let services: RunnerServices
    private let filter: EventFilter
    private let isFIFO: Bool
    private let state: Mutex<State>

    init(_ mapping: EventSourceMapping, _ source: any QueueSource, _ services: RunnerServices) {
        self.mapping = mapping
        self.source = source
        self.services = services
        filter = EventFilter(mapping.filters)
        isFIFO = source.attributes(of: mapping.source)?.isFIFO ?? false
        var scaling = PollerScaling()
        if let maximum = mapping.maximumConcurrency {
            scaling.initial = min(scaling.initial, maximum)
            scaling.maximum = maximum
        }
        let settings = QueuePoller.Settings(
            batchSize: mapping.batchSize,
            window: mapping.batchingWindow,
            scaling: scaling
        )
        state = Mutex(State(poller: QueuePoller(settings)))
    }

    /// AWS gives none for queues.
    var lastResult: String? { nil }

    func start() { handle { $0.start(at: $1) } }
    /// A receiver waits at the queue: it hears of messages by itself.
    func announced() {}

    func stop() {
        let leave = state.withLock { state in
            state.poller.stop()
            state.wake?.action.cancel()
            return state.leave
        }
        leave?()
    }

    // MARK: Actions

    private func handle(_ event: (inout QueuePoller, Timestamp) -> [QueuePoller.Action]) {
        let now = services.context.time.now
        let actions = state.withLock { event(&$0.poller, now) }
        for action in actions {
            switch action {
            case .receive(let limit): receive(limit)
            case .invoke(let messages): invoke(messages)
            case .wake(let instant): wake(at: instant)
            }
        }
    }

    private func receive(_ limit: Int) {
        let leave = source.receive(from: mapping.source, limit: limit) { [self] result in
            switch result {
            case .success(let messages):
                state.withLock { $0.misses = false }
                handle { $0.received(wanted(messages), at: $1) }
            case .failure(let error):
                if error.isNoSuchQueue { noteThatItIsGone() }
                handle { $0.receiveFailed(at: $1) }
            }
        }
        state.withLock { $0.leave = leave }
    }

    /// Once for each time that the queue is found to be gone. Its messages go to the function again when it is back.
    private func noteThatItIsGone() {
        let isNews = state.withLock { state in
            defer { state.misses = true }
            return !state.misses
        }
        guard isNews else { return }
        services.note(
            "\(mapping.functionARN) gets no messages: its queue \(mapping.source) does not exist. "
                + "The event source mapping \(mapping.uuid) goes on when the queue is there again"
        )
    }

    /// Those that the filters let through; the others are deleted.
    private func wanted(_ messages: [QueueMessage]) -> [QueueMessage] {
        guard !filter.isEmpty else { return messages }
        var wanted: [QueueMessage] = []
        var unwanted: [String] = []
        for message in messages {
            if filter.admits(QueueEvent.filtered(message, from: mapping.source)) {
                wanted.append(message)
            } else {
                unwanted.append(message.receiptHandle)
            }
        }
        if !unwanted.isEmpty { source.delete(unwanted, from: mapping.source) }
        return wanted
    }

    private func invoke(_ messages: [QueueMessage]) {
        let document = QueueEvent.document(messages, of: mapping)
        let trace = messages.lazy.compactMap { $0["AWSTraceHeader"] }.first
        services.invoke(mapping, document, traceID: trace) { [self] result in
            let outcome = BatchReply.outcome(
                result,
                reportsItemFailures: mapping.reportsItemFailures,
                of: messages.map(\.messageID)
            )
            let done = processed(messages, outcome).map(\.receiptHandle)
            if !done.isEmpty { source.delete(done, from: mapping.source) }
            handle { $0.completed(isRefused: outcome == .refused, at: $1) }
        }
    }

    /// The messages that are done. Of a FIFO queue, none that is behind a failed one of its group.
    private func processed(_ messages: [QueueMessage], _ outcome: BatchOutcome) -> [QueueMessage] {
        switch outcome {
        case .success: messages
        case .failure, .refused: []
        case .partial(let failed) where isFIFO: Self.ahead(of: failed, in: messages)
        case .partial(let failed): messages.filter { !failed.contains($0.messageID) }
        }
    }

    /// Those of each message group that come before its first failed one.
    private static func ahead(of failed: Set<String>, in messages: [QueueMessage]) -> [QueueMessage] {
        var stopped: Set<String?> = []
        return messages.filter { message in
            let group = message["MessageGroupId"]
            if failed.contains(message.messageID) { stopped.insert(group) }
            return !stopped.contains(group)
        }
    }

    private func wake(at instant: Timestamp) {
        state.withLock { state in
            if let wake = state.wake, wake.instant <= instant { return }
            state.wake?.action.cancel()
            let action = services.context.time.schedule(at: instant) { [weak self] in self?.woken() }
            state.wake = (instant, action)
        }
    }

    private func woken() {
        state.withLock { $0.wake = nil }
        handle { $0.woken(at: $1) }
    }
}

extension AWSError {
    fileprivate var isNoSuchQueue: Bool {
        code == "QueueDoesNotExist" || code == "AWS.SimpleQueueService.NonExistentQueue"
    }
}
