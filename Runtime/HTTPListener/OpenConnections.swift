import NIOCore
import Time

/// The connections of one listener. Lives on the event loop.
final class OpenConnections {
    let clock: DateHeaderClock
    let slow: SlowRequests
    let limits: ListenerLimits
    private(set) var isDraining = false
    private var onEmpty: (() -> Void)?
    private var connections: [ObjectIdentifier: ConnectionHandler] = [:]
    /// Those with answers that wait for the end of the turn.
    private var unsent: [ConnectionHandler] = []

    init(clock: DateHeaderClock, limits: ListenerLimits, time: any TimeSource) {
        self.clock = clock
        self.limits = limits
        slow = SlowRequests(limits: limits, time: time)
    }

    func add(_ connection: ConnectionHandler) { connections[ObjectIdentifier(connection)] = connection }

    func remove(_ connection: ConnectionHandler) {
        connections[ObjectIdentifier(connection)] = nil
        slow.forget(connection)
        guard connections.isEmpty, let onEmpty else { return }
        self.onEmpty = nil
        onEmpty()
    }

    /// Runs `action` once when no connection is open: now, or when the last one ends.
    func whenEmpty(_ action: @escaping () -> Void) {
        if connections.isEmpty { action() } else { onEmpty = action }
    }

    /// Lets a connection send its answers once all that the loop has at hand is done: a client that is woken by the first
    /// of its answers then finds more of them, and is not woken for each.
    func sendAtEndOfTurn(_ connection: ConnectionHandler, _ loop: any EventLoop) {
        unsent.append(connection)
        guard unsent.count == 1 else { return }
        loop.assumeIsolated().execute {
            let connections = self.unsent
            self.unsent = []
            for connection in connections { connection.sendUnsent() }
        }
    }

    func drain() {
        isDraining = true
        for connection in connections.values { connection.drain() }
    }

    func closeAll() {
        isDraining = true
        for connection in connections.values { connection.close() }
    }
}
