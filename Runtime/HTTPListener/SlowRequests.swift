import NIOCore
import Time

/// The connections of a listener that are not to stay as they are for long: part of a request has come and the rest not
/// yet, or all has been said and the client has not closed yet. Lives on the event loop.
///
/// They are looked at every now and then, all together, so that a request that arrives whole costs nothing here.
final class SlowRequests {
    enum Stage: Hashable {
        /// The head of a request is not whole.
        case head
        /// Its body is not.
        case body
        /// The connection is refused anything more.
        case farewell
    }

    private struct Watch {
        unowned let connection: ConnectionHandler
        var stage: Stage
        var due: Timestamp
        /// Bytes of the body at the last look.
        var received: Int
    }

    private static let interval = Duration.seconds(1)
    private static let farewell = Duration.seconds(2)

    private let limits: ListenerLimits
    private let time: any TimeSource
    private var watches: [ObjectIdentifier: Watch] = [:]
    private var timer: ScheduledAction?

    init(limits: ListenerLimits, time: any TimeSource) {
        self.limits = limits
        self.time = time
    }

    func watch(_ connection: ConnectionHandler, _ stage: Stage, _ loop: any EventLoop) {
        let id = ObjectIdentifier(connection)
        if watches[id]?.stage == stage { return }
        guard let limit = limit(stage) else { return forget(connection) }
        watches[id] = Watch(
            connection: connection,
            stage: stage,
            due: time.now + limit,
            received: connection.receivedOfBody
        )
        arm(loop)
    }

    func forget(_ connection: ConnectionHandler) {
        watches[ObjectIdentifier(connection)] = nil
        guard watches.isEmpty else { return }
        timer?.cancel()
        timer = nil
    }

    private func limit(_ stage: Stage) -> Duration? {
        switch stage {
        case .head: limits.headTime
        case .body: limits.bodyTime
        case .farewell: Self.farewell
        }
    }

    private func arm(_ loop: any EventLoop) {
        guard timer == nil, !watches.isEmpty else { return }
        let bound = NIOLoopBound(self, eventLoop: loop)
        timer = time.schedule(after: Self.interval) { loop.execute { bound.value.look(loop) } }
    }

    private func look(_ loop: any EventLoop) {
        timer = nil
        let now = time.now
        for (id, watch) in watches where watch.due <= now {
            let received = watch.connection.receivedOfBody
            if watch.stage == .body, let limit = limits.bodyTime, isEnough(received - watch.received, in: limit) {
                watches[id]?.due = now + limit
                watches[id]?.received = received
            } else {
                watches[id] = nil
                watch.connection.isOverdue(watch.stage)
            }
        }
        arm(loop)
    }

    private func isEnough(_ bytes: Int, in time: Duration) -> Bool {
        bytes >= limits.bodyRate * Int(time.components.seconds)
    }
}
