import Lambda
import ServiceKit
import Template
import Time
import Wire

/// The API Gateway emulator: takes HTTP requests, calls the functions behind their routes, and answers as an HTTP API or
/// a REST API would.
///
/// `APIDirectory` tells how several APIs share one port. A request passes through these steps, each of which may answer
/// it: routing, CORS preflights that no route takes, limits, what guards the route (`RouteGuard`), the integration.
///
/// Nothing here blocks; an invocation may end on any thread, and its reply is mapped there.
package final class Gateway: HTTPHandler {
    private let directory: APIDirectory
    private let invoker: any FunctionInvoker
    private let time: any TimeSource
    private let ids: IDSource
    private let account: AWSAccount
    private let metrics: any MetricSink
    private let eventClock = EventClock()
    private let accountThrottle: SharedBucket?
    private let ledger: SharedLedger
    private let callWeb: WebCaller
    private let callService: ServiceCaller
    private let writeAccess: AccessLogSink
    private let report: @Sendable (GatewayIncident) -> Void

    /// Throws what is in error in `configuration`. `usage` keeps what is used of quotas. `callers` knows those who
    /// sign requests. `fetch` gets the keys of tokens' issuers. `callWeb` and `callService` reach what is behind routes
    /// that lead to no function. `writeAccess` takes the lines of access logs. `report` hears of every request that fails and is not the client's fault.
    package init(
        _ configuration: GatewayConfiguration,
        invoker: any FunctionInvoker,
        time: any TimeSource,
        ids: IDSource,
        account: AWSAccount,
        metrics: any MetricSink = NoMetrics(),
        usage: StoredUsage? = nil,
        callers: @escaping CallerLookup = { _, _ in nil },
        fetch: @escaping DocumentFetcher = { $1(.failure(FetchFailure("nothing is fetched here"))) },
        callWeb: @escaping WebCaller = { $1(.failure(.unreachable("nothing is called here"))) },
        callService: @escaping ServiceCaller = { $1(HTTPResponse(status: 404)) },
        writeAccess: @escaping AccessLogSink = { _, _, _, _ in },
        report: @escaping @Sendable (GatewayIncident) -> Void = { _ in }
    ) throws(GatewayConfigurationError) {
        let errors = configuration.problems.filter { $0.severity == .error }
        guard errors.isEmpty else { throw GatewayConfigurationError(problems: errors) }
        ledger = SharedLedger(
            keys: configuration.apiKeys,
            plans: configuration.usagePlans,
            store: usage,
            time: time.machine
        )
        var maker = GuardMaker(
            configuration,
            ledger: ledger,
            invoker: invoker,
            time: time,
            account: account,
            callers: callers,
            fetch: fetch
        )
        self.directory = APIDirectory(configuration, &maker)
        self.accountThrottle = configuration.accountThrottle.map { SharedBucket($0, at: time.now) }
        self.invoker = invoker
        self.time = time
        self.ids = ids
        self.account = account
        self.metrics = metrics
        self.callWeb = callWeb
        self.callService = callService
        self.writeAccess = writeAccess
        self.report = report
    }

    /// Keeps what has been used of quotas so far. For the end: it waits.
    package func flushUsage() throws { try ledger.flush() }

    /// Nothing is used of any quota any more. It waits.
    package func resetUsage() throws { try ledger.reset() }

    package func bodyLimit(of request: HTTPRequest) -> Int { RequestLimits.bodyBytes }

    package func handle(_ request: HTTPRequest, respond: @escaping HTTPResponder) {
        handle(request, isWhole: true, respond: respond)
    }

    package func handle(_ request: HTTPRequest, failure: HTTPBodyFailure, respond: @escaping HTTPResponder) {
        handle(request, isWhole: false, respond: respond)
    }

    private func handle(_ request: HTTPRequest, isWhole: Bool, respond: @escaping HTTPResponder) {
        guard let host = HostHeader(only: request) else {
            return respond(HTTPResponse(status: 400, json: #"{"message":"Bad Request"}"#))
        }
        let target = RequestTarget(request.target)
        var apis = directory.apis(host: host.name)
        let asked = PreflightRequest(request)?.api(target.path, among: apis)
        if let asked { apis = [asked] }
        guard let match = APIDirectory.match(request.method, target.path, among: apis) else {
            if let cors = asked?.cors { return respond(preflight(request, cors)) }
            return respond(notFound(request, target, host, APIDirectory.addressed(by: target.path, among: apis)))
        }
        let isREST = match.api.identity.isREST
        let now = time.now
        let measures = RequestMetrics(sink: metrics, api: match.api, start: now)
        let routed = routed(request, target, host, match, at: now)
        let respond: HTTPResponder = { [time, writeAccess] response in
            measures.answered(response.status, at: time.now)
            routed.access?.write(response, to: routed, at: time.now, writeAccess)
            respond(response)
        }
        if let error = RequestLimits.error(request, isWhole: isWhole, isREST: isREST) {
            return respond(Answer.of(error, to: routed))
        }
        guard let routeGuard = match.route.routeGuard else { return pass(routed, respond) }
        routeGuard.admit(routed) { [self] routed, refusal in
            guard let refusal else { return pass(routed, respond) }
            let answer = Answer.of(refusal, to: routed)
            if let reason = refusal.reason {
                report(GatewayIncident(routed, functionName: nil, status: answer.status, reason: reason))
            }
            respond(answer)
        }
    }

    /// The answer to a preflight request that no route takes.
    private func preflight(_ request: HTTPRequest, _ cors: GatewayConfiguration.HTTPCORS) -> HTTPResponse {
        var answer = HTTPResponse(status: 204)
        cors.apply(to: &answer, for: request)
        return Answer.stamped(answer, isREST: false, ids: requestIDs(request, isREST: false))
    }

    /// What its usage plan and its route let through is the account's to throttle.
    /// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
    private func pass(_ routed: RoutedRequest, _ respond: @escaping HTTPResponder) {
        if let accountThrottle, !accountThrottle.take(at: routed.time) {
            return respond(Answer.of(.tooManyRequests, to: routed))
        }
        integrate(routed, respond)
    }

    private func routed(
        _ request: HTTPRequest,
        _ target: RequestTarget,
        _ host: HostHeader,
        _ match: RouteMatch,
        at now: Timestamp
    ) -> RoutedRequest {
        RoutedRequest(
            request: request,
            query: target.query,
            host: host,
            match: match,
            time: now,
            timeText: eventClock.text(now),
            ids: requestIDs(request, isREST: match.api.identity.isREST),
            accountID: account.id,
            access: match.api.accessLog.map(AccessRecord.init)
        )
    }

    private func requestIDs(_ request: HTTPRequest, isREST: Bool) -> RequestIDs {
        RequestIDs(ids, isREST: isREST, clientTrace: request.headers["X-Amzn-Trace-Id"], time: time.now)
    }

    /// Where REST APIs are all there is, the answer is theirs.
    private func notFound(
        _ request: HTTPRequest,
        _ target: RequestTarget,
        _ host: HostHeader,
        _ apis: ArraySlice<ServedAPI>
    ) -> HTTPResponse {
        let only = apis.first { api in apis.allSatisfy { $0.identity.id == api.identity.id } }
        if let api = only, let nowhere = api.nowhere {
            let path = RequestPath(api.withoutStage(target.path) ?? target.path, trimsSlashes: true)
            let match = RouteMatch(api: api, route: nowhere, path: path)
            return Answer.of(.routeNotFound, to: routed(request, target, host, match, at: time.now))
        }
        let error = apis.isEmpty && !directory.apis.isEmpty ? GatewayError.unknownAPI : .routeNotFound
        let isREST = !apis.isEmpty && apis.allSatisfy(\.identity.isREST)
        var answer = isREST ? error.restAPIResponse : error.httpAPIResponse
        if let cors = only?.cors { cors.apply(to: &answer, for: request) }
        return Answer.stamped(answer, isREST: isREST, ids: requestIDs(request, isREST: isREST))
    }

    private func integrate(_ routed: RoutedRequest, _ respond: @escaping HTTPResponder) {
        routed.access?.passes(routed)
        switch routed.match.route.integration {
        case .mock(let answer):
            respond(Answer.stamped(answer, isREST: routed.api.isREST, ids: routed.ids))
        case .function(let route):
            invoke(route, routed, respond)
        case .forwarded(let route):
            forward(route, routed, respond)
        }
    }

    private func forward(
        _ route: Application.ForwardedRoute,
        _ routed: RoutedRequest,
        _ respond: @escaping HTTPResponder
    ) {
        let measures = RequestMetrics(sink: metrics, api: routed.match.api, start: routed.time)
        let begin = time.now
        let finish: @Sendable (Result<HTTPResponse, GatewayError>) -> Void = { [report, time] result in
            measures.integrated(since: begin, at: time.now)
            let answer = Answer.of(result, to: routed)
            routed.access?.integrated(result, after: time.now - begin)
            if case .failure(let error) = result, let reason = error.reason {
                report(GatewayIncident(routed, functionName: nil, status: answer.status, reason: reason))
            }
            respond(answer)
        }
        switch route.target {
        case .web(let target):
            callWeb(WebRequest.call(target, routed, timeout: route.timeout)) {
                finish(WebAnswer.response($0, from: target, to: routed))
            }
        case .service(let target):
            callService(ServiceRequest.request(target, routed, region: account.region)) { response in
                var response = response
                response.headers.dropConnectionFields()
                finish(.success(response))
            }
        }
    }

    private func invoke(
        _ route: GatewayConfiguration.Route,
        _ routed: RoutedRequest,
        _ respond: @escaping HTTPResponder
    ) {
        let format = route.payloadFormat(isREST: routed.api.isREST)
        let invocation = InvocationRequest(
            functionName: route.functionName,
            qualifier: route.qualifier,
            payload: format == .v2 ? HTTPAPIEvent.write(routed) : ProxyEvent.write(routed),
            traceID: routed.ids.trace,
            takesStream: routed.match.route.streamsResponse,
            service: routed.match.route.service(for: routed.request.method)
        )
        let measures = RequestMetrics(sink: metrics, api: routed.match.api, start: routed.time)
        let begin = time.now
        let pending = PendingAnswer { [report, time] outcome in
            measures.integrated(since: begin, at: time.now)
            let answer = Answer.of(outcome, format: format, to: routed)
            routed.access?.integrated(outcome, answer, after: time.now - begin)
            if let reason = answer.error?.reason {
                report(
                    GatewayIncident(
                        routed,
                        functionName: route.functionName,
                        status: answer.response.status,
                        reason: reason
                    )
                )
            }
            respond(answer.response)
        }
        let timeout = time.schedule(at: routed.time + route.timeout(isREST: routed.api.isREST)) {
            pending.settle(.failure(.timedOut))
        }
        pending.cancelWhenSettled(timeout)
        invoker.invoke(invocation) { result in
            guard case .success(let result) = result, let stream = result.stream else {
                pending.settle(result.map(FunctionReply.whole).mapError(GatewayError.init))
                return
            }
            Self.read(stream, of: result, for: pending)
        }
    }

    /// The client is answered once status and headers are known.
    private static func read(_ stream: InvocationStream, of result: InvocationResult, for pending: PendingAnswer) {
        let (contentType, trace) = (result.contentType, result.traceID)
        StreamedReplyReader.read(stream, contentType: contentType, needsPrelude: true) { reply in
            let isTaken = pending.settle(reply.map { .streamed($0, trace: trace) })
            if !isTaken { stream.cancel() }
        }
    }
}

extension GatewayConfiguration.Route {
    func payloadFormat(isREST: Bool) -> GatewayConfiguration.PayloadFormat {
        payloadFormat ?? (isREST ? .v1 : .v2)
    }

    func timeout(isREST: Bool) -> Duration { timeout ?? RequestLimits.longestTimeout(isREST: isREST) }
}
