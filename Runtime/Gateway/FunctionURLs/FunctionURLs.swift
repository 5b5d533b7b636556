import Lambda
import Synchronization
import Time
import Wire

/// Function URLs: an HTTP endpoint for one function, without an API in front of it.
///
/// A URL is known by its id, which is the first label of its host name (`{id}.lambda-url.us-east-1.localhost`) or belongs
/// to a port of its own. Events have payload format 2.0. Those with `AuthType: AWS_IAM` want signed requests.
///
/// https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
package final class FunctionURLs: HTTPHandler {
    private let invoker: any FunctionInvoker
    private let configuration: @Sendable (String) -> FunctionURLConfig?
    private let isPublic: @Sendable (FunctionURLConfig) -> Bool
    private let time: any TimeSource
    private let ids: IDSource
    private let account: AWSAccount
    private let signatures: SignatureAuthorizer
    private let report: @Sendable (GatewayIncident) -> Void
    private let eventClock = EventClock()
    /// By id.
    private let served = Mutex<[String: ServedFunctionURL]>([:])

    /// `configuration` finds a URL by its id, and `isPublic` says whether the policy of the function of one without
    /// authentication lets anyone call it. `callers` knows those who sign requests.
    /// `report` hears of every request that fails and is not the client's fault.
    package init(
        invoker: any FunctionInvoker,
        time: any TimeSource,
        ids: IDSource,
        account: AWSAccount,
        callers: @escaping CallerLookup = { _, _ in nil },
        configuration: @escaping @Sendable (String) -> FunctionURLConfig?,
        isPublic: @escaping @Sendable (FunctionURLConfig) -> Bool = { _ in true },
        report: @escaping @Sendable (GatewayIncident) -> Void = { _ in }
    ) {
        self.invoker = invoker
        self.time = time
        self.ids = ids
        self.account = account
        signatures = SignatureAuthorizer(
            service: "lambda",
            account: account,
            callers: callers,
            time: time.machine
        )
        self.configuration = configuration
        self.isPublic = isPublic
        self.report = report
    }

    /// `ID.lambda-url.REGION`: the labels of a function URL's host before those of the machine.
    package static let ownLabels = 3

    /// Whether a request's host is that of a function URL.
    package static func serves(_ request: HTTPRequest) -> Bool {
        // Nearly every other host is shorter.
        guard let host = request.headers["Host"], host.utf8.count > 20, host.contains(".lambda-url.") else {
            return false
        }
        return urlID(request) != nil
    }

    private static func urlID(_ request: HTTPRequest) -> String? {
        let labels = HostHeader(request.headers["Host"]).name.split(separator: ".", maxSplits: 2)
        return labels.count == 3 && labels[1] == "lambda-url" ? String(labels[0]) : nil
    }

    /// What the host of a function URL says of its region.
    package static func region(of request: HTTPRequest) -> Substring? {
        HostHeader(request.headers["Host"]).name.split(separator: ".", maxSplits: 3).dropFirst(2).first
    }

    package func bodyLimit(of request: HTTPRequest) -> Int { 6 << 20 }

    package func handle(_ request: HTTPRequest, respond: @escaping HTTPResponder) {
        handle(request, urlID: Self.urlID(request) ?? "", respond: respond)
    }

    package func handle(_ request: HTTPRequest, failure: HTTPBodyFailure, respond: @escaping HTTPResponder) {
        respond(FunctionURLAnswer.named(FunctionURLAnswer.tooLarge, requestIDs(request)))
    }

    /// Answers a request to the URL of this id.
    package func handle(_ request: HTTPRequest, urlID: String, respond: @escaping HTTPResponder) {
        let answerItself = { [self] in respond(FunctionURLAnswer.named($0, requestIDs(request))) }
        guard let config = configuration(urlID) else { return answerItself(withoutURL(urlID)) }
        let url = url(config)
        if config.cors != nil, let preflight = PreflightRequest(request) {
            return answerItself(FunctionURLAnswer.preflight(url.cors, origin: preflight.origin))
        }
        guard config.authType == .iam else {
            guard isPublic(config) else { return answerItself(FunctionURLAnswer.forbidden) }
            return invoke(url, routed(request, url, accountID: "anonymous"), respond)
        }
        do throws(SignatureProblem) {
            var routed = routed(request, url, accountID: account.id)
            routed.authorization = try signatures.authorize(request)
            invoke(url, routed, respond)
        } catch {
            answerItself(FunctionURLAnswer.of(error))
        }
    }

    private func requestIDs(_ request: HTTPRequest) -> RequestIDs {
        RequestIDs(ids, isREST: true, clientTrace: request.headers["X-Amzn-Trace-Id"], time: time.now)
    }

    /// One that has answered before is gone, with its alias for one.
    private func withoutURL(_ urlID: String) -> HTTPResponse {
        served.withLock { $0[urlID] == nil } ? FunctionURLAnswer.unknown : FunctionURLAnswer.forbidden
    }

    private func url(_ config: FunctionURLConfig) -> ServedFunctionURL {
        served.withLock { served in
            if let known = served[config.urlID], known.config == config { return known }
            let url = ServedFunctionURL(config, account)
            served[config.urlID] = url
            return url
        }
    }

    private func routed(_ request: HTTPRequest, _ url: ServedFunctionURL, accountID: String) -> RoutedRequest {
        let target = RequestTarget(request.target)
        let now = time.now
        return RoutedRequest(
            request: request,
            query: target.query,
            host: HostHeader(request.headers["Host"]),
            match: RouteMatch(
                api: url.api,
                route: url.route,
                path: RequestPath(target.path, trimsSlashes: false)
            ),
            time: now,
            timeText: eventClock.text(now),
            ids: requestIDs(request),
            accountID: accountID
        )
    }

    private func invoke(_ url: ServedFunctionURL, _ routed: RoutedRequest, _ respond: @escaping HTTPResponder) {
        let invocation = InvocationRequest(
            functionName: url.config.functionName,
            qualifier: url.config.qualifier,
            payload: HTTPAPIEvent.write(routed),
            traceID: routed.ids.trace,
            // The function, its log and the client know the request by one id.
            requestID: routed.ids.request,
            takesStream: url.config.invokeMode == .responseStream
        )
        invoker.invoke(invocation) { [report] result in
            FunctionURLAnswer.of(result, url) { answer in
                let origin = routed.request.headers["Origin"]
                var response = FunctionURLAnswer.stamped(answer.response, routed, url.cors, origin: origin)
                if response.status == 204 || response.status == 304 { response.body = [] }
                if let reason = answer.error?.reason {
                    report(
                        GatewayIncident(
                            routed,
                            functionName: url.settings.functionName,
                            status: response.status,
                            reason: reason
                        )
                    )
                }
                respond(response)
            }
        }
    }
}

/// A function URL made ready for requests: to events it is an API with one route.
struct ServedFunctionURL: Sendable {
    let config: FunctionURLConfig
    let api: ServedAPI
    let route: ServedRoute
    let settings: GatewayConfiguration.Route
    let cors: GatewayConfiguration.HTTPCORS?

    init(_ config: FunctionURLConfig, _ account: AWSAccount) {
        self.config = config
        settings = GatewayConfiguration.Route(
            "ANY",
            "$default",
            function: config.functionName,
            qualifier: config.qualifier
        )
        cors = config.cors.map { cors in
            GatewayConfiguration.HTTPCORS(
                allowOrigins: cors.allowOrigins,
                allowMethods: cors.allowMethods,
                allowHeaders: cors.allowHeaders,
                exposeHeaders: cors.exposeHeaders,
                maxAge: cors.maxAge.map { .seconds($0) },
                allowCredentials: cors.allowCredentials
            )
        }
        api = ServedAPI(
            GatewayConfiguration.API(
                id: config.urlID,
                name: config.functionName,
                kind: .http(),
                stageName: "$default",
                routes: [settings]
            ),
            account: account
        )
        route = ServedRoute(
            settings.method,
            settings.path,
            pattern: nil,
            api: api.identity,
            integration: .function(settings)
        )
    }
}
