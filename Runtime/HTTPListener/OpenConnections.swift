/// The connections of one listener. Lives on the event loop.
final class OpenConnections {
    let clock: DateHeaderClock
    private(set) var isDraining = false
    private var connections: [ObjectIdentifier: ConnectionHandler] = [:]

    init(clock: DateHeaderClock) { self.clock = clock }

    func add(_ connection: ConnectionHandler) { connections[ObjectIdentifier(connection)] = connection }

    func remove(_ connection: ConnectionHandler) { connections[ObjectIdentifier(connection)] = nil }

    func drain() {
        isDraining = true
        for connection in connections.values { connection.drain() }
    }

    func closeAll() {
        isDraining = true
        for connection in connections.values { connection.close() }
    }
}
