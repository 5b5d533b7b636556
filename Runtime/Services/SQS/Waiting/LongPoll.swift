import ServiceKit
import Storage
import Synchronization
import Time

/// One receiver that waits for messages. It looks into the store, and looks again when it is woken, until it gets some,
/// its time is up or its client has gone. While it waits it costs nothing.
final class LongPoll: Sendable {
    typealias Look = @Sendable (Connection) throws -> (messages: [ReceivedMessage], changes: QueueChanges)
    typealias Completion = @Sendable (Result<[ReceivedMessage], any Error>) -> Void

    private struct State {
        var isLooking = false
        /// Nothing may be received for it any more.
        var isOver = false
        var isAnswered = false
        var timer: ScheduledAction?
    }

    private let service: SQS
    private let activity: QueueActivity
    private let deadline: Timestamp?
    private let look: Look
    private let completion: Completion
    private let state = Mutex(State())

    /// `deadline` is `nil` for a receiver that does not wait.
    init(
        _ service: SQS,
        _ activity: QueueActivity,
        deadline: Timestamp?,
        look: @escaping Look,
        completion: @escaping Completion
    ) {
        self.service = service
        self.activity = activity
        self.deadline = deadline
        self.look = look
        self.completion = completion
    }

    /// `looksAnyway` for one that may get something even from a queue that has nothing for others.
    func begin(_ together: Together?, looksAnyway: Bool = false) {
        if !looksAnyway && activity.isEmpty(at: service.context.time.now) {
            wait(since: nil)
        } else {
            lookNow(together)
        }
    }

    /// Something may be there.
    func wake() { lookNow(nil) }

    /// Its time is up, its client has gone, or the queue has.
    func end() {
        activity.stopWaiting(self)
        let isIdle = state.withLock { state in
            state.isOver = true
            return !state.isLooking
        }
        if isIdle { answer(.success([])) }
    }

    private func lookNow(_ together: Together?) {
        let isOver = state.withLock { state in
            if !state.isOver { state.isLooking = true }
            return state.isOver
        }
        if isOver { return activity.wakeNext() }
        let version = activity.version
        service.context.database.write(.shared, together: together) { [self] connection in
            // A client that has gone would not see them.
            if state.withLock({ $0.isOver }) { return (messages: [], changes: QueueChanges()) }
            return try look(connection)
        } completion: { [self] (result: Result<(messages: [ReceivedMessage], changes: QueueChanges), any Error>) in
            state.withLock { $0.isLooking = false }
            switch result {
            case .failure(let error): answer(.failure(error))
            case .success(let found):
                found.changes.apply(service)
                if found.messages.isEmpty { wait(since: version) } else { answer(.success(found.messages)) }
            }
        }
    }

    /// `version` is what the receiver has seen of the queue; `nil` when it has only seen that it is empty.
    private func wait(since version: UInt64?) {
        let now = service.context.time.now
        guard let deadline, now < deadline, !state.withLock({ $0.isOver }) else {
            activity.wakeNext()
            return answer(.success([]))
        }
        guard let version else {
            let version = activity.version
            if activity.isEmpty(at: now) { return wait(since: version) }
            return lookNow(nil)
        }
        startTimer(deadline)
        guard activity.wait(self, since: version) else { return lookNow(nil) }
        // It may have ended before it began to wait.
        if state.withLock({ $0.isOver }) { end() }
    }

    private func startTimer(_ deadline: Timestamp) {
        if state.withLock({ $0.timer != nil }) { return }
        let timer = service.context.time.schedule(at: deadline) { [weak self] in self?.end() }
        state.withLock { $0.timer = timer }
    }

    private func answer(_ result: Result<[ReceivedMessage], any Error>) {
        let (isFirst, timer) = state.withLock { state in
            defer { (state.isAnswered, state.isOver, state.timer) = (true, true, nil) }
            return (!state.isAnswered, state.timer)
        }
        timer?.cancel()
        if isFirst { completion(result) }
    }
}
