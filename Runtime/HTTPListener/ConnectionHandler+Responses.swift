import NIOCore
import Wire

/// What goes back to the client.
extension ConnectionHandler {
    func answer(_ exchange: Int, _ response: HTTPResponse) {
        guard exchange == self.exchange, let shape = answering, outgoing == nil, let context else {
            response.stream?.cancel()
            return
        }
        departure = nil
        let isLast = !shape.keepAlive || connections.isDraining || (inputClosed && waiting.isEmpty)
        if let stream = response.stream { return begin(stream, response, shape, isLast: isLast, context) }
        answering = nil
        var buffer = unsent ?? context.channel.allocator.buffer(capacity: 256 + response.body.count)
        unsent = nil
        buffer.write(response, shape: shape, close: isLast, date: connections.clock)
        if isLast {
            sendLast(buffer, context)
        } else {
            unsent = buffer
            lastMayWait = response.mayWaitForNext
            if !isReading { connections.sendAtEndOfTurn(self, context.eventLoop) }
            next()
        }
    }

    private func sendLast(_ buffer: ByteBuffer, _ context: ChannelHandlerContext) {
        if isCutShort { return sendFarewell(buffer, context) }
        context.writeAndFlush(wrapOutboundOut(buffer)).assumeIsolated().whenComplete { _ in
            context.close(promise: nil)
        }
    }

    func sendUnsent() {
        guard let buffer = unsent, let context else { return }
        unsent = nil
        context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
    }

    // MARK: Bodies that go out piece by piece

    private func begin(
        _ stream: HTTPBodyStream,
        _ response: HTTPResponse,
        _ shape: HTTPResponseShape,
        isLast: Bool,
        _ context: ChannelHandlerContext
    ) {
        let isChunked = shape.takesChunks && response.contentLength == nil
        let isLast = isLast || !isChunked && response.contentLength == nil
        var buffer = unsent ?? context.channel.allocator.buffer(capacity: 256)
        unsent = nil
        buffer.write(response, shape: shape, close: isLast, date: connections.clock)
        context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
        outgoing = OutgoingStream(stream: stream, isChunked: isChunked, isLast: isLast)
        let hasBody = !shape.isHead && response.hasBody
        guard hasBody else {
            outgoing?.isChunked = false
            stream.cancel()
            return finishStream(.complete)
        }
        stream.connect(consumer(exchange, context))
    }

    private func consumer(_ exchange: Int, _ context: ChannelHandlerContext) -> HTTPBodyStream.Consumer {
        let loop = context.eventLoop
        let bound = NIOLoopBound(self, eventLoop: loop)
        @Sendable func onLoop(_ work: @escaping @Sendable (ConnectionHandler) -> Void) {
            let run: @Sendable () -> Void = { if bound.value.exchange == exchange { work(bound.value) } }
            if loop.inEventLoop { run() } else { loop.execute(run) }
        }
        return HTTPBodyStream.Consumer { piece in
            onLoop { $0.send(piece) }
        } end: { end in
            onLoop { $0.finishStream(end) }
        }
    }

    private func send(_ piece: [UInt8]) {
        guard let outgoing, let context else { return }
        var buffer = context.channel.allocator.buffer(capacity: piece.count + 16)
        if outgoing.isChunked { buffer.writeChunk(piece) } else { buffer.writeBytes(piece) }
        context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
        if !context.channel.isWritable && !outgoing.isHeld {
            self.outgoing?.isHeld = true
            outgoing.stream.demand(false)
        }
    }

    /// The client has taken what was sent to it.
    func resumeStream() {
        guard let outgoing, outgoing.isHeld else { return }
        self.outgoing?.isHeld = false
        outgoing.stream.demand(true)
    }

    private func finishStream(_ end: HTTPBodyEnd) {
        guard let outgoing, let context else { return }
        self.outgoing = nil
        answering = nil
        if end == .broken { return close(context) }
        var buffer = context.channel.allocator.buffer(capacity: 8)
        if outgoing.isChunked { buffer.writeLastChunk() }
        if outgoing.isLast || connections.isDraining { return sendLast(buffer, context) }
        context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
        next()
    }
}

/// An answer whose body is going out.
struct OutgoingStream {
    let stream: HTTPBodyStream
    var isChunked: Bool
    let isLast: Bool
    /// Whether the connection took no more when it was last asked.
    var isHeld = false
}
