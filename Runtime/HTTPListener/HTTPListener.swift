import NIOCore
import NIOHTTP1
import NIOPosix
import Time
import Wire

/// The one HTTP/1.1 server behind every port that Hearth opens.
///
/// It reads whole requests, hands them to an `HTTPHandler` on the event loop and writes the answers in the order of the
/// requests, pipelined ones included. Bodies pass piece by piece where a handler says so, no faster than they are taken
/// at their other end. Connections stay open unless the client or HTTP/1.0 says otherwise.
///
/// What is no HTTP or could be read in two ways gets 400, a head beyond the limits 431, a request that comes too slowly
/// 408, and the connection ends.
package final class HTTPListener: Sendable {
    /// The address it listens on, as given.
    package let host: String
    /// The port it listens on: the free one that was found, where 0 was asked for.
    package let port: Int
    private let channel: any Channel
    private let connections: NIOLoopBound<OpenConnections>

    private init(host: String, port: Int, channel: any Channel, connections: NIOLoopBound<OpenConnections>) {
        self.host = host
        self.port = port
        self.channel = channel
        self.connections = connections
    }

    /// Listens on `host:port`; 0 takes any free port. `completion` runs on the loop.
    package static func bind(
        on loop: EventLoopThread,
        host: String,
        port: Int,
        time: any TimeSource,
        limits: ListenerLimits = ListenerLimits(),
        handler: any HTTPHandler,
        completion: @escaping @Sendable (Result<HTTPListener, HTTPListenerError>) -> Void
    ) {
        loop.execute {
            let connections = OpenConnections(clock: DateHeaderClock(time: time), limits: limits, time: time)
            let open = NIOLoopBound(connections, eventLoop: loop.eventLoop)
            bootstrap(on: loop.eventLoop, limits: limits.ofDecoder, handler: handler, connections: open)
                .bind(host: host, port: port)
                .whenComplete { result in
                    completion(
                        result.mapError { HTTPListenerError(host: host, port: port, cause: $0) }
                            .map { channel in
                                let port = channel.localAddress?.port ?? port
                                return HTTPListener(host: host, port: port, channel: channel, connections: open)
                            }
                    )
                }
        }
    }

    package static func bind(
        on loop: EventLoopThread,
        host: String,
        port: Int,
        time: any TimeSource,
        limits: ListenerLimits = ListenerLimits(),
        handler: any HTTPHandler
    ) async throws(HTTPListenerError) -> HTTPListener {
        let result = await withCheckedContinuation { continuation in
            bind(on: loop, host: host, port: port, time: time, limits: limits, handler: handler) {
                continuation.resume(returning: $0)
            }
        }
        return try result.get()
    }

    private static func bootstrap(
        on loop: any EventLoop,
        limits: NIOHTTPDecoderLimitConfiguration,
        handler: any HTTPHandler,
        connections: NIOLoopBound<OpenConnections>
    ) -> ServerBootstrap {
        ServerBootstrap(group: loop)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.backlog, value: 1024)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let decoder = HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes, limitConfiguration: limits)
                    let connection = ConnectionHandler(handler: handler, connections: connections.value)
                    try channel.pipeline.syncOperations.addHandler(ByteToMessageHandler(decoder))
                    try channel.pipeline.syncOperations.addHandler(connection)
                }
            }
    }

    /// Runs `action` once, on the loop, when every open connection has been read to its end, or after `limit`.
    package func whenQuiet(
        within limit: Duration,
        time: any TimeSource,
        _ action: @escaping @Sendable () -> Void
    ) {
        let once = NIOLoopBoundBox(false, eventLoop: channel.eventLoop)
        let run: @Sendable () -> Void = {
            if !once.value {
                once.value = true
                action()
            }
        }
        let timer = time.schedule(after: limit) { [channel] in channel.eventLoop.execute(run) }
        connections.value.whenEmpty {
            timer.cancel()
            run()
        }
    }

    /// Takes no new connections; open ones end after the request they are at, idle ones at once.
    package func close() {
        channel.close(promise: nil)
        channel.eventLoop.execute { [connections] in connections.value.drain() }
    }

    /// Takes no new connections and cuts the open ones off.
    package func abort() {
        channel.close(promise: nil)
        channel.eventLoop.execute { [connections] in connections.value.closeAll() }
    }
}

extension ListenerLimits {
    fileprivate var ofDecoder: NIOHTTPDecoderLimitConfiguration {
        var configuration = NIOHTTPDecoderLimitConfiguration()
        configuration.maxHeaderFieldSize = fieldBytes
        configuration.maxHeaderListSize = headerBytes
        configuration.maxHeaderFieldCount = headerFields
        return configuration
    }
}
