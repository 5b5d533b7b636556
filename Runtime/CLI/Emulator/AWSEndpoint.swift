import Faults
import Gateway
import HTTPListener
import JSON
import S3
import ServiceKit
import Synchronization
import Wire

/// The port that AWS's SDKs and tools talk to: every service behind one address, told apart by what the request says.
final class AWSEndpoint: HTTPHandler {
    /// The first that matches a request answers it.
    private let services: [any EndpointService]
    /// Answers what names no service.
    private let fallback: any EndpointService
    /// `nil` where a reset is not allowed.
    private let reset: Reset?
    private let status: StatusEndpoint
    private let clock: Clock
    private let messages: MessagesEndpoint
    private let faults: Faults
    private let faultsAPI: FaultsAPI
    private let access: AccessRules
    private let functionURLs: RegionalFunctionURLs
    /// Its buckets say themselves which web pages may use them.
    private let s3: S3

    init(
        services: [any EndpointService],
        s3: S3,
        fallback: any EndpointService,
        reset: Reset?,
        status: StatusEndpoint,
        clock: Clock,
        messages: MessagesEndpoint,
        faults: Faults,
        faultsAPI: FaultsAPI,
        access: AccessRules,
        functionURLs: RegionalFunctionURLs
    ) {
        self.services = services
        self.s3 = s3
        self.fallback = fallback
        self.reset = reset
        self.status = status
        self.clock = clock
        self.messages = messages
        self.faults = faults
        self.faultsAPI = faultsAPI
        self.access = access
        self.functionURLs = functionURLs
    }

    private func service(for request: HTTPRequest) -> (any EndpointService)? {
        services.first { $0.matches(request) } ?? (Self.isForNobody(request) ? fallback : nil)
    }

    /// Whether a request of the root says nothing of a service, as health checks do.
    private static func isForNobody(_ request: HTTPRequest) -> Bool {
        request.path == "/" && request.headers["Authorization"] == nil && request.query.isEmpty
            && request.headers["X-Amz-Target"]?.contains(".") != true && !isForm(request)
    }

    private static func isForm(_ request: HTTPRequest) -> Bool {
        request.headers["Content-Type"]?.lowercased().hasPrefix("application/x-www-form-urlencoded") ?? false
    }

    func bodyLimit(of request: HTTPRequest) -> Int {
        if FunctionURLs.serves(request) { return functionURLs.bodyLimit(of: request) }
        return service(for: request)?.bodyLimit(of: request) ?? 1 << 20
    }

    func bodyReceiver(
        of request: HTTPRequest,
        demand: @escaping @Sendable (Bool) -> Void
    ) -> (any HTTPBodyReceiver)? {
        // Nobody else has long bodies, and all of S3's come with PUT. What is refused gets its answer at the end.
        guard request.method == "PUT", !FunctionURLs.serves(request), s3.matches(request),
            service(for: request) is S3, isLetIn(request),
            let receiver = s3.bodyReceiver(of: request, demand: demand)
        else { return nil }
        let respond = { [self] in s3.allowsPage(request) ? $0 : access.showing(request, $0) }
        return faults.guarding(receiver, of: request, respond)
    }

    private func isLetIn(_ request: HTTPRequest) -> Bool {
        do throws(AccessRules.Refusal) {
            try check(request)
            return true
        } catch {
            return false
        }
    }

    /// Throws why the request is refused. Pages that a bucket is open to may use it.
    private func check(_ request: HTTPRequest) throws(AccessRules.Refusal) {
        do throws(AccessRules.Refusal) {
            try access.check(request)
        } catch .host(let host) {
            throw .host(host)
        } catch {
            guard s3.allowsPage(request) else { throw error }
        }
    }

    func handle(_ request: HTTPRequest, failure: HTTPBodyFailure, respond: @escaping HTTPResponder) {
        do throws(AccessRules.Refusal) {
            if FunctionURLs.serves(request) {
                try access.checkHost(request, behind: FunctionURLs.ownLabels)
                return functionURLs.handle(request, failure: failure, respond: respond)
            }
            try check(request)
            guard let service = service(for: request) else { return respond(Self.unknown(request)) }
            service.handle(request, failure: failure, respond: access.showing(request, respond))
        } catch {
            respond(Self.refused(error))
        }
    }

    func handle(_ request: HTTPRequest, respond: @escaping HTTPResponder) {
        do throws(AccessRules.Refusal) {
            // Meant for web pages too: the function's own settings say for which.
            if FunctionURLs.serves(request) {
                try access.checkHost(request, behind: FunctionURLs.ownLabels)
                return functionURLs.handle(request, respond: respond)
            }
            try check(request)
            if s3.allowsPage(request) { return serve(request, respond) }
            if let preflight = access.preflight(request) { return respond(preflight) }
            serve(request, access.showing(request, respond))
        } catch {
            respond(Self.refused(error))
        }
    }

    private func serve(_ request: HTTPRequest, _ respond: @escaping HTTPResponder) {
        if let service = service(for: request) {
            faults.pass(request, respond: respond) { service.handle(request, respond: $0) }
        } else if FaultsAPI.serves(request) {
            faultsAPI.handle(request, respond: respond)
        } else if request.path == "/_hearth/health" {
            respond(HTTPResponse(json: #"{"status":"ok","version":"\#(Version.current)"}"#))
        } else if request.path == "/_hearth/reset" {
            if let reset { reset.handle(request, respond: respond) } else { respond(Reset.refused) }
        } else if request.path == StatusEndpoint.path {
            status.handle(request, respond: respond)
        } else if request.path == Clock.path {
            clock.handle(request, respond: respond)
        } else if request.path == MessagesEndpoint.path {
            messages.handle(request, respond: respond)
        } else {
            respond(Self.form(request) ?? Self.unknown(request))
        }
    }

    /// Of the query protocol, whose clients read no JSON: signed for a service that is not here, or not signed, as some
    /// actions of STS are not.
    private static func form(_ request: HTTPRequest) -> HTTPResponse? {
        guard request.method == "POST", isForm(request),
            let action = PercentEncoding.pairs(String(decoding: request.body, as: UTF8.self))
                .first(where: { $0.name == "Action" })?.value
        else { return nil }
        let message =
            CredentialScope(request).map {
                "Hearth has no service for \(action) of \($0.service); the README lists those that it emulates"
            } ?? "Hearth does not emulate \(action) of requests that nobody has signed"
        var writer = XMLWriter()
        writer.element("ErrorResponse") { writer in
            writer.element("Error") { writer in
                writer.element("Type", "Sender")
                writer.element("Code", "InvalidAction")
                writer.element("Message", message)
            }
        }
        return HTTPResponse(status: 400, headers: ["Content-Type": "text/xml"], body: writer.bytes)
    }

    private static func refused(_ refusal: AccessRules.Refusal) -> HTTPResponse {
        let body = JSON.object(
            JSON.Object([("__type", "AccessDeniedException"), ("message", .string(refusal.message))])
        )
        return HTTPResponse(status: 403, headers: ["x-amzn-ErrorType": "AccessDeniedException"], json: body.text)
    }

    private static func unknown(_ request: HTTPRequest) -> HTTPResponse {
        let what = request.headers["X-Amz-Target"] ?? "\(request.method) \(request.path)"
        let message = "Hearth has no service for \(what); the README lists those that it emulates"
        let body = JSON.object(JSON.Object([("__type", "UnknownOperationException"), ("message", .string(message))]))
        return HTTPResponse(status: 404, headers: ["x-amzn-ErrorType": "UnknownOperationException"], json: body.text)
    }
}

/// Answers 503 until what is to serve a port is ready: the port is taken before the template is resolved, because
/// the template may speak of it. SDKs send such a request again.
final class DeferredHandler: HTTPHandler {
    private let handler = Mutex<(any HTTPHandler)?>(nil)

    func begin(_ handler: any HTTPHandler) { self.handler.withLock { $0 = handler } }

    func bodyLimit(of request: HTTPRequest) -> Int { handler.withLock { $0 }?.bodyLimit(of: request) ?? 0 }

    func bodyReceiver(
        of request: HTTPRequest,
        demand: @escaping @Sendable (Bool) -> Void
    ) -> (any HTTPBodyReceiver)? {
        handler.withLock { $0 }?.bodyReceiver(of: request, demand: demand)
    }

    func handle(_ request: HTTPRequest, respond: @escaping HTTPResponder) {
        guard let handler = handler.withLock({ $0 }) else { return respond(Self.starting) }
        handler.handle(request, respond: respond)
    }

    func handle(_ request: HTTPRequest, failure: HTTPBodyFailure, respond: @escaping HTTPResponder) {
        guard let handler = handler.withLock({ $0 }) else { return respond(Self.starting) }
        handler.handle(request, failure: failure, respond: respond)
    }

    private static let starting = HTTPResponse(
        status: 503,
        headers: ["Retry-After": "1", "x-amzn-ErrorType": "ServiceUnavailable"],
        json: #"{"__type":"ServiceUnavailable","message":"Hearth is starting"}"#
    )
}
