import JSON
import Lambda
import Synchronization
import Time
import Wire

@testable import Gateway

/// Answers invocations at once with what `reply` makes of them, or keeps them until `finish`.
final class FakeInvoker: FunctionInvoker {
    typealias Completion = @Sendable (Result<InvocationResult, AWSError>) -> Void

    private let reply: (@Sendable (InvocationRequest) -> Result<InvocationResult, AWSError>)?
    private let state = Mutex<(requests: [InvocationRequest], waiting: [Completion])>(([], []))

    init(_ reply: (@Sendable (InvocationRequest) -> Result<InvocationResult, AWSError>)?) { self.reply = reply }

    var requests: [InvocationRequest] { state.withLock(\.requests) }

    func invoke(_ request: InvocationRequest, completion: @escaping Completion) {
        state.withLock { $0.requests.append(request) }
        if let reply { completion(reply(request)) } else { state.withLock { $0.waiting.append(completion) } }
    }

    func finish(_ result: Result<InvocationResult, AWSError>) {
        let waiting = state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
        for completion in waiting { completion(result) }
    }
}

/// A gateway without sockets, with seeded ids and time that stands still at 2023-11-14T22:13:20Z.
struct GatewayHarness {
    let invoker: FakeInvoker
    let time = ManualTime()
    let gateway: Gateway
    private let answers = Answers()

    private final class Answers: Sendable {
        let responses = Mutex<[HTTPResponse]>([])
        let incidents = Mutex<[GatewayIncident]>([])
        let accessLines = Mutex<[String]>([])
    }

    init(
        _ apis: GatewayConfiguration.API...,
        reply: (@Sendable (InvocationRequest) -> Result<InvocationResult, AWSError>)?
    ) throws {
        invoker = FakeInvoker(reply)
        gateway = try Gateway(
            GatewayConfiguration(apis: apis),
            invoker: invoker,
            time: time,
            ids: IDSource(seed: 1),
            account: AWSAccount(),
            writeAccess: { [answers] line, group, stream, _ in
                answers.accessLines.withLock { $0.append("\(group) \(stream) \(line)") }
            },
            report: { [answers] incident in answers.incidents.withLock { $0.append(incident) } }
        )
    }

    /// Every function answers `payload`.
    init(_ apis: GatewayConfiguration.API..., payload: String = "{}", error: String? = nil) throws {
        let result = InvocationResult(requestID: "r", payload: Array(payload.utf8), functionError: error)
        invoker = FakeInvoker { _ in .success(result) }
        gateway = try Gateway(
            GatewayConfiguration(apis: apis),
            invoker: invoker,
            time: time,
            ids: IDSource(seed: 1),
            account: AWSAccount(),
            report: { [answers] incident in answers.incidents.withLock { $0.append(incident) } }
        )
    }

    /// With all that a configuration has; `callers` knows who signs requests, `fetch` gets the keys of tokens' issuers.
    init(
        _ configuration: GatewayConfiguration,
        callers: @escaping CallerLookup = { _, _ in nil },
        fetch: @escaping DocumentFetcher = { $1(.failure(FetchFailure("nobody is there"))) },
        reply: @escaping @Sendable (InvocationRequest) -> Result<InvocationResult, AWSError>
    ) throws {
        invoker = FakeInvoker(reply)
        gateway = try Gateway(
            configuration,
            invoker: invoker,
            time: time,
            ids: IDSource(seed: 1),
            account: AWSAccount(),
            callers: callers,
            fetch: fetch,
            report: { [answers] incident in answers.incidents.withLock { $0.append(incident) } }
        )
    }

    var responses: [HTTPResponse] { answers.responses.withLock { $0 } }
    /// Of access logs: group, stream and line.
    var accessLines: [String] { answers.accessLines.withLock { $0 } }
    var incidents: [GatewayIncident] { answers.incidents.withLock { $0 } }

    /// The answer, if it has come at once.
    @discardableResult
    func send(
        _ method: String,
        _ target: String,
        _ headers: HTTPHeaders = [:],
        body: [UInt8] = [],
        from address: String = "192.0.2.7"
    ) -> HTTPResponse? {
        let count = responses.count
        var headers = headers
        if headers["Host"] == nil { headers.add("Host", "localhost:3000") }
        let request = HTTPRequest(
            method: method,
            target: target,
            headers: headers,
            body: body,
            remoteAddress: address
        )
        gateway.handle(request) { [answers] response in answers.responses.withLock { $0.append(response) } }
        return responses.count > count ? responses.last : nil
    }

    /// The event of the last invocation.
    var event: JSON? { invoker.requests.last.flatMap { try? JSON(parsing: $0.payload) } }
    var function: String? { invoker.requests.last?.functionName }
}

extension GatewayConfiguration.API {
    static func http(
        _ routes: GatewayConfiguration.Route...,
        id: String = "h1",
        stage: String = "$default",
        variables: [String: String] = [:],
        cors: GatewayConfiguration.HTTPCORS? = nil
    ) -> Self {
        Self(id: id, name: id, kind: .http(cors: cors), stageName: stage, stageVariables: variables, routes: routes)
    }

    static func rest(
        _ routes: GatewayConfiguration.Route...,
        id: String = "r1",
        stage: String = "Prod",
        variables: [String: String] = [:],
        binary: [String] = [],
        cors: GatewayConfiguration.RESTCORS? = nil
    ) -> Self {
        Self(
            id: id,
            name: id,
            kind: .rest(binaryMediaTypes: binary, cors: cors),
            stageName: stage,
            stageVariables: variables,
            routes: routes
        )
    }
}

extension HTTPResponse {
    var text: String { String(decoding: body, as: UTF8.self) }
}
