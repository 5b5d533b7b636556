import ColdStart
import HTTPListener
import Recording
import Time
import Wire

/// What the runtime asks and tells over the Runtime API.
extension ExecutionEnvironment {
    func handle(_ request: HTTPRequest, respond: @escaping HTTPResponder) {
        switch RuntimeRequest(request) {
        case .next: next(respond)
        case .response(let requestID, let mode): response(requestID, mode, request, respond)
        case .error(let requestID): error(requestID, request, respond)
        case .initError: initError(request, respond)
        case .ping: respond(RuntimeReply.pong)
        case .restore: respond(RuntimeReply.noRestore)
        case nil: handleExtension(request, respond)
        }
    }

    private func next(_ respond: @escaping HTTPResponder) {
        do throws(RuntimeState.InvalidTransition) {
            try runtime.next()
        } catch {
            return respond(RuntimeReply.forbidden(error))
        }
        // Its connection would stay for as long as it is owed an answer.
        if isKilled { return respond(RuntimeReply.killed) }
        parked = respond
        extensions.isClosed = true
        advance()
    }

    /// Runtime and extensions all wait: an initialization is over, or an invocation, or one that waits for a new process
    /// begins.
    func advance() {
        guard parked != nil, extensions.areReady, !isKilled else { return }
        switch phase {
        case .initializing: endInitialization()
        case .invoking(let invocation) where invocation.isAnswered:
            finish(invocation, at: now)
            phase = .ready
            if case .freeze = lifecycle.completed() { owner.isFree(self) }
        case .invoking(let invocation) where invocation.failure == nil:
            deliver(invocation.pending, start: invocation.start)
        default: break
        }
    }

    /// The init phase is over, unless it is to take longer than it takes here.
    private func endInitialization() {
        guard case .initializing(let pending) = phase, parked != nil else { return }
        let initDuration = now - processStart
        if let modelled, initDuration < modelled.initialization {
            services.time.schedule(after: modelled.initialization - initDuration, later { $0.endInitialization() })
            return
        }
        drainLogs()
        _ = lifecycle.initialized(.succeeded, forInvocation: pending != nil)
        if let pending { return begin(pending, initDuration: initDuration) }
        if isProvisioned {
            preparation = initDuration
            log.initialized(after: initDuration, isProvisioned: true)
        }
        disarm()
        phase = .ready
        owner.isPrepared(self)
    }

    private func response(
        _ requestID: String,
        _ mode: RuntimeRequest.ResponseMode,
        _ request: HTTPRequest,
        _ respond: @escaping HTTPResponder
    ) {
        guard let invocation = current(requestID, respond) else { return }
        do throws(RuntimeState.InvalidTransition) {
            try runtime.response()
        } catch {
            return respond(RuntimeReply.forbidden(error))
        }
        runtime.sent()
        if mode == .invalid {
            answer(invocation, failure: .invalidResponseMode(requestID: invocation.pending.requestID))
            return respond(RuntimeReply.invalidResponseMode)
        }
        if let error = ReportedError(trailers: request.trailers) {
            answer(invocation, failure: function.onLambda(error))
        } else {
            let contentType = request.headers["Content-Type"] ?? "application/json"
            var invocation = invocation
            if services.settings.recorder != nil { invocation.result = RecordedResult(request.body) }
            answer(invocation) { [version = function.version] pending, tail in
                pending.succeed(
                    request.body,
                    version: version,
                    contentType: contentType,
                    isStreamed: mode == .streaming,
                    logTail: tail
                )
            }
        }
        respond(RuntimeReply.accepted)
    }

    private func error(_ requestID: String, _ request: HTTPRequest, _ respond: @escaping HTTPResponder) {
        guard let invocation = current(requestID, respond) else { return }
        do throws(RuntimeState.InvalidTransition) {
            try runtime.errorResponse()
        } catch {
            return respond(RuntimeReply.forbidden(error))
        }
        runtime.sent()
        answer(invocation, failure: function.onLambda(ReportedError(request)))
        respond(RuntimeReply.accepted)
    }

    /// The invocation that the runtime speaks of; otherwise the request is answered with 400.
    func current(_ requestID: String, _ respond: HTTPResponder) -> Invocation? {
        guard case .invoking(let invocation) = phase, invocation.failure?.kind != .timeout,
            requestID == invocation.pending.requestID
        else {
            respond(RuntimeReply.invalidRequestID)
            return nil
        }
        return invocation
    }

    func answer(_ invocation: Invocation, failure: FunctionFailure) {
        var invocation = invocation
        invocation.failure = failure
        if services.settings.recorder != nil { invocation.result = RecordedResult(failure.document) }
        answer(invocation) { [version = function.version, stream = invocation.stream] pending, tail in
            if let stream { return stream.finish(InvocationEnd(failure, logTail: tail)) }
            pending.fail(failure, version: version, logTail: tail)
        }
    }

    /// The caller gets its answer now, or with the log when it wants that.
    func answer(_ invocation: Invocation, _ deliver: @escaping (PendingInvocation, [UInt8]?) -> Void) {
        var invocation = invocation
        invocation.isAnswered = true
        let pending = invocation.pending
        if pending.request.wantsLogTail { invocation.heldResult = { deliver(pending, $0) } }
        phase = .invoking(invocation)
        owner.hasAnswered(self)
        if !pending.request.wantsLogTail { deliver(pending, nil) }
    }

    private func initError(_ request: HTTPRequest, _ respond: @escaping HTTPResponder) {
        do throws(RuntimeState.InvalidTransition) {
            try runtime.initError()
        } catch {
            return respond(RuntimeReply.forbidden(error))
        }
        respond(RuntimeReply.accepted)
        var failure = function.onLambda(ReportedError(request))
        failure.reportedType = failure.errorType
        processFailed(failure)
    }

    /// The body of a response or error did not arrive whole.
    func handle(_ request: HTTPRequest, failure: HTTPBodyFailure, respond: @escaping HTTPResponder) {
        let requestID: String
        switch RuntimeRequest(request) {
        case .response(let id, _), .error(let id): requestID = id
        default: return respond(RuntimeReply.tooLarge)
        }
        guard let invocation = current(requestID, respond) else { return }
        do throws(RuntimeState.InvalidTransition) {
            try runtime.response()
        } catch {
            return respond(RuntimeReply.forbidden(error))
        }
        runtime.sent()
        switch failure {
        case .tooLarge:
            answer(invocation, failure: .responseTooLarge(limit: RuntimeLimits.response))
            respond(RuntimeReply.tooLarge)
        case .truncated: processFailed(.truncatedResponse(requestID: invocation.pending.requestID))
        }
    }
}

/// Passes what a runtime asks to its environment. Both live on the event loop.
struct RuntimeAPIHandler: HTTPHandler {
    let environment: LoopBound<ExecutionEnvironment>

    func handle(_ request: HTTPRequest, respond: @escaping HTTPResponder) {
        environment.value.handle(request, respond: respond)
    }

    func handle(_ request: HTTPRequest, failure: HTTPBodyFailure, respond: @escaping HTTPResponder) {
        environment.value.handle(request, failure: failure, respond: respond)
    }

    func bodyLimit(of request: HTTPRequest) -> Int { RuntimeLimits.response }

    func bodyReceiver(
        of request: HTTPRequest,
        demand: @escaping @Sendable (Bool) -> Void
    ) -> (any HTTPBodyReceiver)? {
        guard request.headers["Lambda-Runtime-Function-Response-Mode"] != nil else { return nil }
        return environment.value.beginStream(request, demand)
    }
}
