import HTTPListener
import Wire

/// Responses that callers get as they are made.
///
/// https://docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html
extension ExecutionEnvironment {
    /// Takes the response that the runtime begins to send. `nil` where nothing is to be streamed, because the request is
    /// none that could be answered or the caller wants the response whole.
    func beginStream(
        _ request: HTTPRequest,
        _ demand: @escaping @Sendable (Bool) -> Void
    ) -> StreamedResponse? {
        guard case .response(let requestID, .streaming) = RuntimeRequest(request),
            case .invoking(var invocation) = phase, invocation.failure == nil,
            invocation.pending.requestID == requestID, invocation.pending.request.takesStream,
            (try? runtime.response()) != nil
        else { return nil }
        // The caller says when it wants the first of it.
        demand(false)
        let stream = InvocationStream(onDemand: demand)
        invocation.stream = stream
        phase = .invoking(invocation)
        let contentType = request.headers["Content-Type"] ?? "application/octet-stream"
        invocation.pending.begin(stream, version: function.version, contentType: contentType)
        return StreamedResponse(LoopBound(self, on: services.loop), requestID: requestID, stream)
    }

    /// All of the response has come.
    fileprivate func endStream(
        _ response: StreamedResponse,
        _ trailers: HTTPHeaders,
        _ respond: @escaping HTTPResponder
    ) {
        guard let invocation = current(response.requestID, respond) else { return }
        runtime.sent()
        if response.isTooLarge {
            answer(invocation, failure: .responseTooLarge(limit: RuntimeLimits.streamedResponse))
            return respond(RuntimeReply.streamTooLarge)
        }
        if let error = ReportedError(trailers: trailers) {
            answer(invocation, failure: function.onLambda(error))
        } else {
            answer(invocation) { _, tail in response.stream.finish(InvocationEnd(logTail: tail)) }
        }
        respond(RuntimeReply.accepted)
    }

    /// The runtime went away in the middle of the response.
    fileprivate func breakStream(_ response: StreamedResponse) {
        guard let invocation = current(response.requestID, { _ in }) else { return }
        processFailed(.truncatedResponse(requestID: invocation.pending.requestID))
    }

    /// Hearth is stopping: the caller gets no more.
    func refuse(_ invocation: Invocation) {
        let error = AWSError.serviceException("Hearth is stopping")
        guard let stream = invocation.stream else { return invocation.pending.refuse(error) }
        stream.finish(InvocationEnd(error: .init(type: error.code, document: Array(error.message.utf8))))
    }
}

/// Passes a response on while it comes. Lives on the event loop.
final class StreamedResponse: HTTPBodyReceiver {
    fileprivate let requestID: String
    fileprivate let stream: InvocationStream
    private let environment: LoopBound<ExecutionEnvironment>
    private var sent = 0

    fileprivate init(
        _ environment: LoopBound<ExecutionEnvironment>,
        requestID: String,
        _ stream: InvocationStream
    ) {
        self.environment = environment
        self.requestID = requestID
        self.stream = stream
    }

    var isTooLarge: Bool { sent > RuntimeLimits.streamedResponse }

    /// What is over the limit is dropped.
    func receive(_ piece: [UInt8]) {
        let room = RuntimeLimits.streamedResponse - sent
        sent += piece.count
        if room > 0 { stream.send(piece.count <= room ? piece : Array(piece.prefix(room))) }
    }

    func end(trailers: HTTPHeaders, respond: @escaping HTTPResponder) {
        environment.value.endStream(self, trailers, respond)
    }

    func cutOff() { environment.value.breakStream(self) }
}

extension InvocationEnd {
    init(_ failure: FunctionFailure, logTail: [UInt8]?) {
        self.init(error: Failure(type: failure.errorType, document: failure.document), logTail: logTail)
    }
}
