import NIOCore
import NIOHTTP1
import Wire

/// One client connection: gathers requests, hands them over one at a time and writes the answers in order.
final class ConnectionHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = Never
    typealias OutboundOut = ByteBuffer

    /// How many pipelined requests wait here before no more is read.
    private static let maximumWaiting = 16

    private enum Arrival {
        case complete(HTTPRequest, HTTPResponseShape)
        case failed(HTTPRequest, HTTPBodyFailure, HTTPResponseShape)
    }

    private let handler: any HTTPHandler
    private let connections: OpenConnections
    private var context: ChannelHandlerContext?
    private var remoteAddress = ""
    /// The loop runs its tasks after it has read what was there to read.
    private var atEndOfTurn: (@Sendable (@escaping @Sendable () -> Void) -> Void)?

    private var incoming: IncomingRequest?
    private var waiting: [Arrival] = []
    private var readIsHeld = false
    /// Counts the requests handed over, so that a second answer to one of them is known for what it is.
    private var exchange = 0
    private var answering: HTTPResponseShape?
    private var inputClosed = false
    /// For the request that is being answered: what it wants done when the client goes away.
    private var departure: (@Sendable () -> Void)?
    /// What was read together is answered together, in one write.
    private var isReading = false
    private var unsent: ByteBuffer?
    private var lastMayWait = false

    init(handler: any HTTPHandler, connections: OpenConnections) {
        self.handler = handler
        self.connections = connections
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        remoteAddress = context.remoteAddress?.ipAddress ?? ""
        atEndOfTurn = { [loop = context.eventLoop] in loop.execute($0) }
        connections.add(self)
    }

    func channelInactive(context: ChannelHandlerContext) {
        let cutOff = incoming
        finishConnection()
        if let cutOff {
            handler.handle(cutOff.request, failure: .truncated) { _ in }
        }
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { finishConnection() }

    private func finishConnection() {
        context = nil
        depart()
        incoming = nil
        waiting = []
        connections.remove(self)
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        isReading = true
        switch unwrapInboundIn(data) {
        case .head(let head): begin(head, context)
        case .body(let bytes): incoming?.append(bytes)
        case .end(let trailers): end(trailers)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isReading = false
        if unsent != nil && !(lastMayWait && answering != nil) {
            connections.sendAtEndOfTurn(self, context.eventLoop)
        }
        context.fireChannelReadComplete()
    }

    private func begin(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        var headers = Wire.HTTPHeaders()
        headers.fields.reserveCapacity(head.headers.count)
        for (name, value) in head.headers { headers.add(name, value) }
        let request = HTTPRequest(
            method: head.method.rawValue,
            target: head.uri,
            headers: headers,
            remoteAddress: remoteAddress
        )
        let shape = HTTPResponseShape(keepAlive: head.isKeepAlive, isHead: head.method == .HEAD, version: head.version)
        incoming = IncomingRequest(request: request, shape: shape, limit: handler.bodyLimit(of: request))
        if headers["Expect"].map({ Wire.HTTPHeaders.same($0, "100-continue") }) ?? false {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n")), promise: nil)
        }
    }

    private func end(_ trailers: NIOHTTP1.HTTPHeaders?) {
        guard var incoming else { return }
        self.incoming = nil
        for (name, value) in trailers ?? [:] { incoming.request.trailers.add(name, value) }
        let arrival: Arrival =
            incoming.isTooLarge
            ? .failed(incoming.request, .tooLarge, incoming.shape) : .complete(incoming.request, incoming.shape)
        if answering == nil { handOver(arrival) } else { waiting.append(arrival) }
    }

    private func handOver(_ arrival: Arrival) {
        exchange += 1
        let respond = responder(exchange)
        switch arrival {
        case .complete(var request, let shape):
            answering = shape
            if let atEndOfTurn { request.atEndOfTurn = atEndOfTurn }
            request.onDeparture = departureListener(exchange)
            handler.handle(request, respond: respond)
        case .failed(let request, let failure, let shape):
            answering = shape
            handler.handle(request, failure: failure, respond: respond)
        }
    }

    /// May be called from any thread; the client may have gone by then.
    private func departureListener(_ exchange: Int) -> @Sendable (@escaping @Sendable () -> Void) -> Void {
        guard let loop = context?.eventLoop else { return { $0() } }
        let bound = NIOLoopBound(self, eventLoop: loop)
        return { action in
            if loop.inEventLoop {
                bound.value.listen(exchange, action)
            } else {
                loop.execute { bound.value.listen(exchange, action) }
            }
        }
    }

    private func listen(_ exchange: Int, _ action: @escaping @Sendable () -> Void) {
        guard exchange == self.exchange, answering != nil else { return }
        if context == nil || inputClosed { action() } else { departure = action }
    }

    private func depart() {
        let action = departure
        departure = nil
        action?()
    }

    private func responder(_ exchange: Int) -> HTTPResponder {
        guard let loop = context?.eventLoop else { return { _ in } }
        let bound = NIOLoopBound(self, eventLoop: loop)
        return { response in
            if loop.inEventLoop {
                bound.value.answer(exchange, response)
            } else {
                loop.execute { bound.value.answer(exchange, response) }
            }
        }
    }

    // MARK: Responses

    private func answer(_ exchange: Int, _ response: HTTPResponse) {
        guard exchange == self.exchange, let shape = answering, let context else { return }
        answering = nil
        departure = nil
        let isLast = !shape.keepAlive || connections.isDraining || (inputClosed && waiting.isEmpty)
        var buffer = unsent ?? context.channel.allocator.buffer(capacity: 256 + response.body.count)
        unsent = nil
        buffer.write(response, shape: shape, close: isLast, date: connections.clock)
        if isLast {
            waiting = []
            context.writeAndFlush(wrapOutboundOut(buffer)).assumeIsolated().whenComplete { _ in
                context.close(promise: nil)
            }
        } else {
            unsent = buffer
            lastMayWait = response.mayWaitForNext
            if !isReading { connections.sendAtEndOfTurn(self, context.eventLoop) }
            next(context)
        }
    }

    private func sendUnsent(_ context: ChannelHandlerContext) {
        guard let buffer = unsent else { return }
        unsent = nil
        context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
    }

    func sendUnsent() {
        if let context { sendUnsent(context) }
    }

    private func close(_ context: ChannelHandlerContext) {
        sendUnsent(context)
        context.close(promise: nil)
    }

    private func next(_ context: ChannelHandlerContext) {
        if !waiting.isEmpty { handOver(waiting.removeFirst()) }
        if readIsHeld && waiting.count < Self.maximumWaiting {
            readIsHeld = false
            context.read()
        }
    }

    // MARK: The connection

    func read(context: ChannelHandlerContext) {
        if waiting.count < Self.maximumWaiting { context.read() } else { readIsHeld = true }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? ChannelEvent, event == .inputClosed {
            inputClosed = true
            depart()
            if answering == nil || incoming != nil { close(context) }
        }
        context.fireUserInboundEventTriggered(event)
    }

    /// What is not HTTP gets 400 and the connection ends; what breaks the connection just ends it.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        sendUnsent(context)
        if error is HTTPParserError, answering == nil {
            var buffer = context.channel.allocator.buffer(capacity: 128)
            let shape = HTTPResponseShape(keepAlive: false, isHead: false, version: .http1_1)
            buffer.write(HTTPResponse(status: 400), shape: shape, close: true, date: connections.clock)
            context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
        }
        context.close(promise: nil)
    }

    func drain() {
        if answering == nil && incoming == nil { close() }
    }

    func close() {
        if let context { close(context) }
    }
}

/// A request whose body is still arriving.
private struct IncomingRequest {
    var request: HTTPRequest
    var shape: HTTPResponseShape
    var limit: Int
    var isTooLarge = false

    /// Past the limit the body is read and dropped, so that the client gets to read the answer.
    mutating func append(_ bytes: ByteBuffer) {
        if isTooLarge { return }
        if request.body.count + bytes.readableBytes > limit {
            isTooLarge = true
            request.body = []
        } else {
            bytes.withUnsafeReadableBytes { request.body.append(contentsOf: $0) }
        }
    }
}
