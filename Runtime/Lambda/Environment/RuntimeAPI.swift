import FoundationEssentials
import HTTPListener
import JSON
import Wire

/// The Runtime API of one execution environment: what its runtime asks, told to the environment as one of these.
///
/// Routes, statuses and texts: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html and the source of AWS's
/// runtime interface emulator.
enum RuntimeRequest {
    case next
    case response(requestID: String, mode: ResponseMode)
    case error(requestID: String)
    case initError
    case ping
    /// A part of the API that only SnapStart uses.
    case restore

    enum ResponseMode: Hashable { case buffered, streaming, invalid }

    private static let invocations: StaticString = "/2018-06-01/runtime/invocation/"

    /// `nil` for what is no route of the Runtime API. Bytes are compared, for every invocation asks this twice.
    init?(_ request: HTTPRequest) {
        var path = String(request.path)
        let route = path.withUTF8 { Self.invocationRoute($0) }
        switch (request.method, route) {
        case ("GET", .next): self = .next
        case ("POST", .response(let requestID)): self = .response(requestID: requestID, mode: Self.mode(request))
        case ("POST", .error(let requestID)): self = .error(requestID: requestID)
        case (_, nil):
            guard let other = Self.other(request) else { return nil }
            self = other
        default: return nil
        }
    }

    private enum InvocationRoute {
        case next
        case response(String)
        case error(String)
    }

    private static func invocationRoute(_ path: UnsafeBufferPointer<UInt8>) -> InvocationRoute? {
        let prefix = UnsafeBufferPointer(start: invocations.utf8Start, count: invocations.utf8CodeUnitCount)
        guard path.count > prefix.count, path[..<prefix.count].elementsEqual(prefix) else { return nil }
        let rest = path[prefix.count...]
        if rest.elementsEqual("next".utf8) { return .next }
        guard let slash = rest.firstIndex(of: UInt8(ascii: "/")) else { return nil }
        let requestID = String(decoding: UnsafeBufferPointer(rebasing: rest[..<slash]), as: UTF8.self)
        let action = rest[(slash + 1)...]
        if action.elementsEqual("response".utf8) { return .response(requestID) }
        return action.elementsEqual("error".utf8) ? .error(requestID) : nil
    }

    /// The routes beside those of invocations.
    private static func other(_ request: HTTPRequest) -> RuntimeRequest? {
        switch (request.method, request.path) {
        case ("POST", "/2018-06-01/runtime/init/error"): .initError
        case ("GET", "/2018-06-01/ping"), ("GET", "/ping"): .ping
        case ("GET", "/2018-06-01/runtime/restore/next"), ("POST", "/2018-06-01/runtime/restore/error"): .restore
        default: nil
        }
    }

    private static func mode(_ request: HTTPRequest) -> ResponseMode {
        guard let mode = request.headers["Lambda-Runtime-Function-Response-Mode"] else { return .buffered }
        return HTTPHeaders.same(mode, "streaming") ? .streaming : .invalid
    }
}

/// What the Runtime API answers.
enum RuntimeReply {
    /// A runtime that has asked for the next event already is not woken for this alone.
    static let accepted = {
        var response = HTTPResponse(status: 202, json: "{\"status\":\"OK\"}\n")
        response.mayWaitForNext = true
        return response
    }()
    static let pong = HTTPResponse(headers: ["Content-Type": "text/plain; charset=utf-8"], body: Array("pong".utf8))
    static let invalidRequestID = error(400, "InvalidRequestID", "Invalid request ID")
    static let invalidResponseMode = error(400, "InvalidFunctionResponseMode", "Invalid function response mode")
    static let tooLarge = error(
        413,
        "RequestEntityTooLarge",
        "Exceeded maximum allowed payload size (\(RuntimeLimits.response) bytes)."
    )
    static let streamTooLarge = error(
        413,
        "RequestEntityTooLarge",
        "Exceeded maximum allowed payload size (\(RuntimeLimits.streamedResponse) bytes)."
    )
    static let notFound = HTTPResponse(
        status: 404,
        headers: ["Content-Type": "text/plain; charset=utf-8"],
        body: Array("404 page not found\n".utf8)
    )
    static let noRestore = error(
        403,
        "RestoreNotSupported",
        "Hearth does not take snapshots of functions (SnapStart): there is nothing to restore"
    )

    /// For a process that asks for its next event while it is being killed.
    static let killed = error(403, "InvalidStateTransition", "The execution environment is being reset")

    static func forbidden(_ transition: RuntimeState.InvalidTransition) -> HTTPResponse {
        error(403, "InvalidStateTransition", transition.message)
    }

    private static func error(_ status: Int, _ type: String, _ message: String) -> HTTPResponse {
        let body = JSON.object(JSON.Object([("errorMessage", .string(message)), ("errorType", .string(type))]))
        return HTTPResponse(status: status, json: body.text + "\n")
    }

    /// The event, with all that the runtime must know of the invocation in headers.
    static func event(_ invocation: PendingInvocation, deadlineMilliseconds: Int64) -> HTTPResponse {
        let request = invocation.request
        var headers = HTTPHeaders()
        headers.fields.reserveCapacity(6)
        headers.add("Lambda-Runtime-Aws-Request-Id", invocation.requestID)
        headers.add("Lambda-Runtime-Deadline-Ms", String(deadlineMilliseconds))
        headers.add("Lambda-Runtime-Invoked-Function-Arn", invocation.functionARN)
        headers.add("Lambda-Runtime-Trace-Id", invocation.traceID)
        if let context = request.clientContext { headers.add("Lambda-Runtime-Client-Context", context) }
        headers.add("Content-Type", request.contentType)
        return HTTPResponse(headers: headers, body: request.payload)
    }
}

/// Sizes in bytes.
enum RuntimeLimits {
    /// A buffered response: 6 MiB and 100 bytes.
    static let response = 6_291_556
    /// A streamed response (https://docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html).
    static let streamedResponse = 200 << 20
}

/// What a runtime reports when an invocation or its initialization fails.
struct ReportedError {
    var type: String?
    var document: [UInt8]

    private static let withCause = "application/vnd.aws.lambda.error.cause+json"

    /// The body is the document, as it is, unless its content type says that a cause for X-Ray travels in it.
    init(_ request: HTTPRequest) {
        type = request.headers["Lambda-Runtime-Function-Error-Type"]
        document = request.body
        if request.headers["Content-Type"] == Self.withCause { document = Self.withoutCause(request.body) }
    }

    private static func withoutCause(_ body: [UInt8]) -> [UInt8] {
        guard case .object(let whole) = try? JSON(parsing: body) else { return JSON("Invalid error body").bytes }
        let kept = ["errorMessage", "errorType", "stackTrace"].compactMap { key in whole[key].map { (key, $0) } }
        return JSON.object(JSON.Object(kept)).bytes
    }

    /// An error in the middle of a streamed response comes in trailers, its document in base64.
    init?(trailers: HTTPHeaders) {
        guard let type = trailers["Lambda-Runtime-Function-Error-Type"] else { return nil }
        self.type = type
        let body = trailers["Lambda-Runtime-Function-Error-Body"] ?? ""
        document = Data(base64Encoded: body).map(Array.init) ?? JSON("Invalid error body").bytes
    }
}
