import NIOCore
import NIOPosix

/// What one client of a TCP port says goes here, on the event loop.
package protocol TCPConnectionHandler: AnyObject {
    func receive(_ bytes: [UInt8])
    /// The connection has ended; comes once.
    func closed()
}

/// A client's connection. Used on the event loop.
package final class TCPConnection {
    private let channel: any Channel
    /// `host:port` of the client.
    package let remoteAddress: String

    fileprivate init(channel: any Channel) {
        self.channel = channel
        let address = channel.remoteAddress
        remoteAddress = "\(address?.ipAddress ?? ""):\(address?.port ?? 0)"
    }

    package func send(_ bytes: [UInt8]) { channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil) }

    /// Ends the connection when all that was sent is out.
    package func close() {
        channel.writeAndFlush(ByteBuffer()).assumeIsolated().whenComplete { [channel] _ in channel.close(promise: nil) }
    }
}

/// A port for protocols other than HTTP: bytes in, bytes out.
package final class TCPListener: Sendable {
    package typealias Accept = @Sendable (TCPConnection) -> any TCPConnectionHandler

    /// The port it listens on: the free one that was found, where 0 was asked for.
    package let port: Int
    private let channel: any Channel

    private init(channel: any Channel, port: Int) {
        self.channel = channel
        self.port = port
    }

    /// Listens on `host:port`; 0 takes any free port. `accept` is called on the loop for each client.
    package static func bind(
        on loop: EventLoopThread,
        host: String,
        port: Int,
        accept: @escaping Accept
    ) async throws(HTTPListenerError) -> TCPListener {
        do {
            let channel = try await ServerBootstrap(group: loop.eventLoop)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let handler = accept(TCPConnection(channel: channel))
                        try channel.pipeline.syncOperations.addHandler(TCPHandler(handler))
                    }
                }
                .bind(host: host, port: port).get()
            return TCPListener(channel: channel, port: channel.localAddress?.port ?? port)
        } catch {
            throw HTTPListenerError(host: host, port: port, cause: error)
        }
    }

    /// Takes no new connections; open ones end with the loop.
    package func close() { channel.close(promise: nil) }
}

/// Passes on what a channel brings.
private final class TCPHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let handler: any TCPConnectionHandler

    init(_ handler: any TCPConnectionHandler) { self.handler = handler }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        handler.receive([UInt8](buffer.readableBytesView))
    }

    func channelInactive(context: ChannelHandlerContext) {
        handler.closed()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
