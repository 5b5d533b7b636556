import FoundationEssentials
import JSON
import ServiceKit
import Time
import Wire

/// The `Invoke` action of Lambda's API: `POST /2015-03-31/functions/{name}/invocations`, `InvokeWithResponseStream`:
/// `POST /2021-11-15/functions/{name}/response-streaming-invocations`, and `InvokeAsync`, which is deprecated:
/// `POST /2014-11-13/functions/{name}/invoke-async`.
///
/// https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
/// https://docs.aws.amazon.com/lambda/latest/api/API_InvokeAsync.html
/// https://docs.aws.amazon.com/lambda/latest/api/API_InvokeWithResponseStream.html
package final class InvokeAPI: HTTPHandler {
    private let lambda: LambdaService
    private let asynchronous: AsyncInvoker

    package init(lambda: LambdaService, asynchronous: AsyncInvoker) {
        self.lambda = lambda
        self.asynchronous = asynchronous
    }

    /// Room for the payload; what is longer is refused in Lambda's words.
    package func bodyLimit(of request: HTTPRequest) -> Int { LambdaService.payloadLimit }

    package func handle(_ request: HTTPRequest, failure: HTTPBodyFailure, respond: @escaping HTTPResponder) {
        respond(answer(.payloadTooLarge(limit: LambdaService.payloadLimit)))
    }

    package func handle(_ request: HTTPRequest, respond: @escaping HTTPResponder) {
        do throws(AWSError) {
            guard let call = try InvokeCall(request, account: lambda.account) else {
                throw .notEmulated(request)
            }
            try handle(call, respond)
        } catch {
            respond(answer(error))
        }
    }

    private func handle(_ call: InvokeCall, _ respond: @escaping HTTPResponder) throws(AWSError) {
        switch call.type {
        case .requestResponse:
            lambda.invoke(call.invocation) { [self] result in
                switch result {
                case .success(let result):
                    respond(
                        call.action == .invokeWithResponseStream
                            ? StreamedInvocation.response(result) : Self.response(result)
                    )
                case .failure(let error): respond(answer(error))
                }
            }
        case .event:
            let limit = call.action.eventLimit
            guard call.invocation.payload.count <= limit else {
                throw .eventTooLarge(call.invocation.payload.count, limit: limit)
            }
            asynchronous.accept(call.invocation) { [self] result in
                switch result {
                case .success(let requestID):
                    respond(HTTPResponse(status: 202, headers: headers(requestID), body: call.action.accepted))
                case .failure(let error): respond(answer(error))
                }
            }
        case .dryRun:
            lambda.check(call.invocation) { [self] result in
                switch result {
                case .success: respond(HTTPResponse(status: 204, headers: headers(lambda.services.ids.uuid())))
                case .failure(let error): respond(answer(error))
                }
            }
        }
    }

    private func headers(_ requestID: String) -> HTTPHeaders { ["x-amzn-RequestId": requestID] }

    private static func response(_ result: InvocationResult) -> HTTPResponse {
        var headers = HTTPHeaders()
        headers.add("Content-Type", result.isStreamed ? result.contentType : "application/json")
        headers.add("x-amzn-RequestId", result.requestID)
        headers.add("X-Amz-Executed-Version", result.executedVersion)
        if let error = result.functionError { headers.add("X-Amz-Function-Error", error) }
        if let tail = result.logTail { headers.add("X-Amz-Log-Result", Data(tail).base64EncodedString()) }
        headers.add("X-Amzn-Trace-Id", result.traceID)
        return HTTPResponse(headers: headers, body: result.payload)
    }

    private func answer(_ error: AWSError) -> HTTPResponse {
        var response = error.restJSONResponse
        response.headers.add("x-amzn-RequestId", lambda.services.ids.uuid())
        return response
    }
}

/// What a request to `Invoke` asks for.
struct InvokeCall {
    enum InvocationType: String {
        case requestResponse = "RequestResponse"
        case event = "Event"
        case dryRun = "DryRun"
    }

    enum Action {
        case invoke, invokeWithResponseStream, invokeAsync

        /// Bytes of an event.
        fileprivate var eventLimit: Int { self == .invokeAsync ? 262_144 : AsyncInvoker.payloadLimit }

        /// The body of the answer to an event.
        fileprivate var accepted: [UInt8] { self == .invokeAsync ? Array(#"{"Status":202}"#.utf8) : [] }
    }

    /// Characters of `X-Amz-Client-Context`.
    private static let clientContextLimit = 3_583

    var type: InvocationType
    var action: Action
    var invocation: InvocationRequest

    /// `nil` when the request is not for `Invoke`.
    init?(_ request: HTTPRequest, account: AWSAccount) throws(AWSError) {
        guard request.method == "POST", let (name, action) = Self.function(request.path) else { return nil }
        self.action = action
        try Self.checkIsEmulated(request.headers)
        let qualifier = PercentEncoding.pairs(request.query).first { $0.name == "Qualifier" }?.value
        let reference = try FunctionReference(PercentEncoding.decode(name), qualifier: qualifier, account: account)
        if action == .invokeAsync {
            type = .event
            invocation = InvocationRequest(
                functionName: reference.name,
                qualifier: reference.qualifier,
                payload: try Self.payload(request.body)
            )
            return
        }
        let isStreaming = action == .invokeWithResponseStream
        type = try Self.member(
            request,
            "X-Amz-Invocation-Type",
            "invocationType",
            isStreaming ? Self.streamingTypes : Self.types,
            .requestResponse
        )
        let wantsLog = try Self.member(request, "X-Amz-Log-Type", "logType", Self.logTypes, false)
        invocation = InvocationRequest(
            functionName: reference.name,
            qualifier: reference.qualifier,
            payload: try Self.payload(request.body),
            clientContext: try Self.clientContext(request.headers["X-Amz-Client-Context"]),
            traceID: request.headers["X-Amzn-Trace-Id"],
            wantsLogTail: wantsLog && type == .requestResponse,
            takesStream: isStreaming
        )
    }

    /// No function here has what these are for.
    private static func checkIsEmulated(_ headers: HTTPHeaders) throws(AWSError) {
        for (header, name) in [
            ("X-Amz-Tenant-Id", "TenantId"), ("X-Amz-Durable-Execution-Name", "DurableExecutionName"),
        ] where headers[header] != nil {
            throw .invalidParameter("Hearth does not emulate \(name).")
        }
    }

    static func isInvoke(_ request: HTTPRequest) -> Bool {
        request.method == "POST" && function(request.path) != nil
    }

    /// What stands in the path for the function, and the action; `nil` when the path is that of none of them.
    private static func function(_ path: Substring) -> (name: Substring, action: Action)? {
        if let name = name(path, "/2015-03-31/functions/", "/invocations") { return (name, .invoke) }
        if let name = name(path, "/2021-11-15/functions/", "/response-streaming-invocations") {
            return (name, .invokeWithResponseStream)
        }
        // Its page and its clients differ about the slash at the end.
        let name =
            name(path, "/2014-11-13/functions/", "/invoke-async")
            ?? name(path, "/2014-11-13/functions/", "/invoke-async/")
        return name.map { ($0, .invokeAsync) }
    }

    /// The one segment between `prefix` and `suffix`.
    private static func name(_ path: Substring, _ prefix: StaticString, _ suffix: StaticString) -> Substring? {
        guard let name = path.between(ascii: prefix, and: suffix), !name.isEmpty else { return nil }
        return name.firstIndex(ofASCII: UInt8(ascii: "/")) == nil ? name : nil
    }

    private static let types: [(String, InvocationType)] = [
        ("Event", .event), ("RequestResponse", .requestResponse), ("DryRun", .dryRun),
    ]
    private static let streamingTypes: [(String, InvocationType)] = [
        ("RequestResponse", .requestResponse), ("DryRun", .dryRun),
    ]
    private static let logTypes = [("None", false), ("Tail", true)]

    private static func member<Value>(
        _ request: HTTPRequest,
        _ header: String,
        _ name: String,
        _ values: [(String, Value)],
        _ standard: Value
    ) throws(AWSError) -> Value {
        guard let text = request.headers[header] else { return standard }
        if let value = values.first(where: { $0.0 == text }) { return value.1 }
        let list = values.map(\.0).joined(separator: ", ")
        throw AWSError(
            "ValidationException",
            message: "1 validation error detected: Value '\(text)' at '\(name)' failed to satisfy constraint: "
                + "Member must satisfy enum value set: [\(list)]"
        )
    }

    /// An empty payload is an empty object; anything else must be JSON.
    static func payload(_ body: [UInt8]) throws(AWSError) -> [UInt8] {
        if body.isEmpty { return Array("{}".utf8) }
        do throws(JSONParseError) {
            _ = try JSONTape(body)
        } catch {
            throw .invalidContent(JacksonWords.text(error, in: body, .redacted))
        }
        return body
    }

    private static func clientContext(_ header: String?) throws(AWSError) -> String? {
        guard let header else { return nil }
        guard header.utf8.count <= clientContextLimit else {
            throw .invalidParameter(
                "Client context must be no more than \(clientContextLimit) bytes of base64-encoded JSON."
            )
        }
        guard let data = Data(base64Encoded: header), (try? JSON(parsing: data)) != nil else {
            throw .invalidParameter("Client context must be a valid Base64-encoded JSON object.")
        }
        return String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).joined()
    }
}
