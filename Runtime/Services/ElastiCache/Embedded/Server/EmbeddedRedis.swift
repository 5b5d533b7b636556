import HTTPListener
import Time

/// A small Redis within this process, for machines that have none: it keeps nothing when it ends.
package final class EmbeddedRedis: Sendable {
    package let port: Int
    private let loop: EventLoopThread
    private let listener: TCPListener

    private init(loop: EventLoopThread, listener: TCPListener) {
        self.loop = loop
        self.listener = listener
        port = listener.port
    }

    /// Listens on a free loopback port, on a thread of its own.
    package static func start(
        _ options: RedisServerOptions = RedisServerOptions(),
        time: any TimeSource
    ) async throws(HTTPListenerError) -> EmbeddedRedis {
        let loop = EventLoopThread()
        let state = LoopBound(EmbeddedRedisState(options, time: time), on: loop)
        do throws(HTTPListenerError) {
            let listener = try await TCPListener.bind(on: loop, host: "127.0.0.1", port: 0) { connection in
                state.value.accept(connection)
            }
            loop.execute { state.value.server.settings.port = listener.port }
            return EmbeddedRedis(loop: loop, listener: listener)
        } catch {
            await loop.shutdown()
            throw error
        }
    }

    package func stop() async {
        listener.close()
        await loop.shutdown()
    }
}

/// The server's value and its connections. Lives on the event loop.
private final class EmbeddedRedisState {
    var server: RedisServer
    let time: any TimeSource
    private var connections: [Int: TCPConnection] = [:]

    init(_ options: RedisServerOptions, time: any TimeSource) {
        self.time = time
        var settings = RedisSettings()
        settings.maximumMemory = options.maximumMemory
        settings.evictionPolicy = .expiring
        settings.password = options.password.map { Bytes($0) }
        server = RedisServer(settings, now: time.now, seed: UInt64(bitPattern: time.now.nanosecondsSinceEpoch))
    }

    func accept(_ connection: TCPConnection) -> any TCPConnectionHandler {
        let id = server.open(address: connection.remoteAddress, at: time.now)
        connections[id] = connection
        return EmbeddedRedisConnection(id: id, state: self)
    }

    func receive(_ bytes: Bytes, from id: Int) {
        for output in server.receive(bytes, from: id, at: time.now) {
            if !output.bytes.isEmpty { connections[output.session]?.send(output.bytes) }
            if output.closes { connections[output.session]?.close() }
        }
    }

    func closed(_ id: Int) {
        server.close(id)
        connections[id] = nil
    }
}

private final class EmbeddedRedisConnection: TCPConnectionHandler {
    private let id: Int
    private let state: EmbeddedRedisState

    init(id: Int, state: EmbeddedRedisState) {
        self.id = id
        self.state = state
    }

    func receive(_ bytes: [UInt8]) { state.receive(bytes, from: id) }
    func closed() { state.closed(id) }
}
