import NIOCore

/// The connections of one listener. Lives on the event loop.
final class OpenConnections {
    let clock: DateHeaderClock
    private(set) var isDraining = false
    private var onEmpty: (() -> Void)?
    private var connections: [ObjectIdentifier: ConnectionHandler] = [:]

    init(clock: DateHeaderClock) { self.clock = clock }

    func add(_ connection: ConnectionHandler) { connections[ObjectIdentifier(connection)] = connection }

    func remove(_ connection: ConnectionHandler) {
        connections[ObjectIdentifier(connection)] = nil
        guard connections.isEmpty, let onEmpty else { return }
        self.onEmpty = nil
        onEmpty()
    }

    /// Runs `action` once when no connection is open: now, or when the last one ends.
    func whenEmpty(_ action: @escaping () -> Void) {
        if connections.isEmpty { action() } else { onEmpty = action }
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
