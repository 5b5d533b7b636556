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

    enum Arrival {
        case complete(HTTPRequest, HTTPResponseShape)
        case failed(HTTPRequest, HTTPBodyFailure, HTTPResponseShape)
        /// What cannot be taken for a request, with the status to say so; nothing is read behind it.
        case refused(status: Int)
    }

    let handler: any HTTPHandler
    let connections: OpenConnections
    var context: ChannelHandlerContext?
    private var remoteAddress = ""
    /// The loop runs its tasks after it has read what was there to read.
    private var atEndOfTurn: (@Sendable (@escaping @Sendable () -> Void) -> Void)?

    private(set) var incoming: IncomingRequest?
    private(set) var waiting: [Arrival] = []
    private var readIsHeld = false
    /// What takes the body that is arriving wants no more of it for now.
    private var bodyIsHeld = false
    /// What else the client sends is dropped.
    private var isDone = false
    /// The client may be sending a body that nobody takes.
    private(set) var isCutShort = false
    /// What else the client sends is not even read, but for a body that has begun.
    private var isBlind = false
    /// Whether what was read in this turn has made part of a request.
    private var hasNews = false
    private var isWatched = false
    /// Counts the requests handed over, so that a second answer to one of them is known for what it is.
    private(set) var exchange = 0
    var answering: HTTPResponseShape?
    private(set) var inputClosed = false
    /// For the request that is being answered: what it wants done when the client goes away.
    var departure: (@Sendable () -> Void)?
    /// What was read together is answered together, in one write.
    private(set) var isReading = false
    var unsent: ByteBuffer?
    var lastMayWait = false
    /// The answer whose body goes out piece by piece.
    var outgoing: OutgoingStream?

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
        tellCutOff(cutOff)
        context.fireChannelInactive()
    }

    /// The rest of the request does not come.
    private func tellCutOff(_ request: IncomingRequest?) {
        if let receiver = request?.receiver {
            receiver.cutOff()
        } else if let request {
            handler.handle(request.request, failure: .truncated) { _ in }
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) { finishConnection() }

    private func finishConnection() {
        context = nil
        depart()
        let stream = outgoing?.stream
        outgoing = nil
        incoming = nil
        waiting = []
        connections.remove(self)
        stream?.cancel()
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        isReading = true
        hasNews = true
        if isDone { return }
        switch unwrapInboundIn(data) {
        case .head(let head): begin(head, context)
        case .body(let bytes):
            // It may ask at once for no more.
            if let receiver = incoming?.append(bytes) { receiver.receive(Array(bytes.readableBytesView)) }
            if incoming?.isTooLarge == true { refuseBody() }
        case .end(let trailers): end(trailers)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isReading = false
        if unsent != nil && !(lastMayWait && answering != nil) {
            connections.sendAtEndOfTurn(self, context.eventLoop)
        }
        watch(context)
        hasNews = false
        context.fireChannelReadComplete()
    }

    /// A client may not take forever over a request. Bytes that have made nothing yet are the beginning of a head.
    private func watch(_ context: ChannelHandlerContext) {
        if isDone || inputClosed { return }
        if let incoming {
            if incoming.receiver != nil { return }
            isWatched = true
            connections.slow.watch(self, .body, context.eventLoop)
        } else if !hasNews {
            isWatched = true
            connections.slow.watch(self, .head, context.eventLoop)
        } else if isWatched {
            isWatched = false
            connections.slow.forget(self)
        }
    }

    var receivedOfBody: Int { incoming?.received ?? 0 }

    /// The client has taken too long.
    func isOverdue(_ stage: SlowRequests.Stage) {
        isWatched = false
        guard let context else { return }
        if stage == .farewell { return context.close(promise: nil) }
        let cutOff = incoming
        incoming = nil
        refuse(408)
        tellCutOff(cutOff)
    }

    private func begin(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        guard let taken = RequestHead(head) else { return refuse(400) }
        let request = HTTPRequest(
            method: head.method.rawValue,
            target: taken.target,
            headers: taken.headers,
            remoteAddress: remoteAddress
        )
        let mayChangeProtocol = taken.mayChangeProtocol
        let shape = HTTPResponseShape(
            // What follows such a request is another protocol's to the decoder, which keeps it without a limit.
            keepAlive: head.isKeepAlive && !mayChangeProtocol,
            isHead: head.method == .HEAD,
            version: head.version
        )
        incoming = IncomingRequest(
            request: request,
            shape: shape,
            limit: handler.bodyLimit(of: request),
            mayChangeProtocol: mayChangeProtocol
        )
        if answering == nil {
            let receiver = handler.bodyReceiver(of: request, demand: demand(context))
            incoming?.receiver = receiver
        }
        if let length = taken.contentLength, let incoming, length > incoming.limit, incoming.receiver == nil {
            refuseBody()
            if isCutShort { return }
        }
        if head.version == .http1_1,
            request.headers["Expect"].map({ Wire.HTTPHeaders.same($0, "100-continue") }) ?? false
        {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n")), promise: nil)
        }
    }

    /// A body that is too long is answered as soon as that is known, and nothing is taken behind it.
    private func refuseBody() {
        guard !connections.limits.readsTooLongBodies, var incoming = self.incoming.take() else { return }
        isDone = true
        isCutShort = true
        connections.slow.forget(self)
        incoming.shape.keepAlive = false
        arrive(.failed(incoming.request, .tooLarge, incoming.shape))
    }

    /// Tells whether more of the body is wanted that is arriving now. May be called from any thread.
    private func demand(_ context: ChannelHandlerContext) -> @Sendable (Bool) -> Void {
        let loop = context.eventLoop
        let bound = NIOLoopBound(self, eventLoop: loop)
        let next = exchange + 1
        return { isWanted in
            if loop.inEventLoop {
                bound.value.hold(!isWanted, next)
            } else {
                loop.execute { bound.value.hold(!isWanted, next) }
            }
        }
    }

    private func hold(_ isHeld: Bool, _ exchange: Int) {
        guard exchange == self.exchange + 1, incoming != nil || !isHeld else { return }
        bodyIsHeld = isHeld
        resumeReading()
    }

    private func end(_ trailers: NIOHTTP1.HTTPHeaders?) {
        guard var incoming = self.incoming.take() else { return }
        bodyIsHeld = false
        if incoming.mayChangeProtocol { isBlind = true }
        if !incoming.shape.keepAlive { isDone = true }
        for (name, value) in trailers ?? [:] { incoming.request.trailers.add(name, value) }
        if let receiver = incoming.receiver {
            exchange += 1
            answering = incoming.shape
            return receiver.end(trailers: incoming.request.trailers, respond: responder(exchange))
        }
        arrive(
            incoming.isTooLarge
                ? .failed(incoming.request, .tooLarge, incoming.shape) : .complete(incoming.request, incoming.shape)
        )
    }

    private func arrive(_ arrival: Arrival) {
        if answering == nil { handOver(arrival) } else { waiting.append(arrival) }
    }

    private func handOver(_ arrival: Arrival) {
        exchange += 1
        switch arrival {
        case .complete(var request, let shape):
            answering = shape
            if let atEndOfTurn { request.atEndOfTurn = atEndOfTurn }
            request.onDeparture = departureListener(exchange)
            handler.handle(request, respond: responder(exchange))
        case .failed(let request, let failure, let shape):
            answering = shape
            handler.handle(request, failure: failure, respond: responder(exchange))
        case .refused(let status): sayFarewell(status)
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

    /// Goes on with what has come behind the request that has been answered.
    func next() {
        if !waiting.isEmpty { handOver(waiting.removeFirst()) }
        resumeReading()
    }

    // MARK: The connection

    /// Nothing is read that nobody would take, and nothing from a client that does not read its answers.
    private var mayRead: Bool {
        waiting.count < Self.maximumWaiting && !bodyIsHeld && !isBlind && (context?.channel.isWritable ?? true)
    }

    func read(context: ChannelHandlerContext) {
        if mayRead { context.read() } else { readIsHeld = true }
    }

    private func resumeReading() {
        guard readIsHeld, mayRead, let context else { return }
        readIsHeld = false
        context.read()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            resumeStream()
            resumeReading()
        }
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? ChannelEvent, event == .inputClosed {
            inputClosed = true
            depart()
            if answering == nil || incoming != nil { close(context) }
        }
        context.fireUserInboundEventTriggered(event)
    }

    /// What is not HTTP is refused, in its turn; what breaks the connection just ends it.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if isDone && (error is HTTPParserError || error is ByteToMessageDecoderError) { return }
        guard let error = error as? HTTPParserError else { return close(context) }
        let cutOff = incoming
        incoming = nil
        refuse(error == .headerOverflow ? 431 : 400)
        tellCutOff(cutOff)
    }

    /// Nothing more is taken from the client; he is told why when all before has been answered.
    private func refuse(_ status: Int) {
        isDone = true
        arrive(.refused(status: status))
    }

    private func sayFarewell(_ status: Int) {
        guard let context else { return }
        let shape = HTTPResponseShape(keepAlive: false, isHead: false, version: .http1_1)
        var buffer = unsent ?? context.channel.allocator.buffer(capacity: 128)
        unsent = nil
        buffer.write(HTTPResponse(status: status), shape: shape, close: true, date: connections.clock)
        sendFarewell(buffer, context)
    }

    /// Sends the last answer. The connection then ends from the other side, or soon: an end at once, with bytes of the
    /// client's unread, could take the answer away from him.
    func sendFarewell(_ buffer: ByteBuffer, _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
        if inputClosed { return context.close(promise: nil) }
        context.close(mode: .output, promise: nil)
        connections.slow.watch(self, .farewell, context.eventLoop)
        context.read()
    }

    func drain() {
        if answering == nil && incoming == nil { close() }
    }

    func close() {
        if let context { close(context) }
    }

    func close(_ context: ChannelHandlerContext) {
        sendUnsent()
        context.close(promise: nil)
    }
}
