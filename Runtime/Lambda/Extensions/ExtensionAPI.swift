import FoundationEssentials
import HTTPListener
import JSON
import Wire

/// The Extensions API of one execution environment, told to it as one of these
/// (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-extensions-api.html).
enum ExtensionRequest {
    case register
    case next
    case initError
    case exitError
    /// Of the Telemetry and the older Logs API.
    case subscribe(api: String)

    /// `nil` for what is no route of it.
    init?(_ request: HTTPRequest) {
        switch (request.method, request.path) {
        case ("POST", "/2020-01-01/extension/register"): self = .register
        case ("GET", "/2020-01-01/extension/event/next"): self = .next
        case ("POST", "/2020-01-01/extension/init/error"): self = .initError
        case ("POST", "/2020-01-01/extension/exit/error"): self = .exitError
        case ("PUT", "/2022-07-01/telemetry"): self = .subscribe(api: "Telemetry")
        case ("PUT", "/2020-08-15/logs"): self = .subscribe(api: "Logs")
        default: return nil
        }
    }

    /// The `Lambda-Extension-Identifier` of a request.
    static func identifier(_ request: HTTPRequest) throws(ExtensionRefusal) -> String {
        guard let id = request.headers["Lambda-Extension-Identifier"], !id.isEmpty else { throw .missingIdentifier }
        guard UUID(uuidString: id) != nil else { throw .invalidIdentifier }
        return id.lowercased()
    }

    /// What a registration says: the extension's name and the events it wants.
    static func registration(_ request: HTTPRequest) throws(ExtensionRefusal) -> (name: String, events: [String]) {
        guard let name = request.headers["Lambda-Extension-Name"], !name.isEmpty else { throw .emptyName }
        if request.body.isEmpty { return (name, []) }
        let body: JSON
        do {
            body = try JSON(parsing: request.body)
        } catch {
            throw .invalidFormat(error.description)
        }
        guard body.objectValue != nil else { throw .invalidFormat("expected an object") }
        guard let events = body["events"]?.nonNull else { return (name, []) }
        guard let names = events.arrayValue?.map(\.stringValue), !names.contains(nil) else {
            throw .invalidFormat("events must be a list of strings")
        }
        return (name, names.compactMap(\.self))
    }
}

/// What the Extensions API answers.
enum ExtensionReply {
    static func refused(_ refusal: ExtensionRefusal) -> HTTPResponse {
        let body = JSON.object(
            JSON.Object([("errorMessage", .string(refusal.message)), ("errorType", .string(refusal.type))])
        )
        return HTTPResponse(status: 403, json: body.text + "\n")
    }

    static let accepted = HTTPResponse(status: 202, json: "{\"status\":\"OK\"}\n")

    static func registered(
        _ id: String,
        _ function: FunctionConfiguration,
        account: AWSAccount,
        _ request: HTTPRequest
    ) -> HTTPResponse {
        var body = JSON.Object([
            ("functionName", .string(function.name)), ("functionVersion", .string(function.version)),
            ("handler", .string(function.handler)),
        ])
        let features = request.headers["Lambda-Extension-Accept-Feature"] ?? ""
        if features.split(separator: ",").contains(where: { $0.trimmed == "accountId" }) {
            body["accountId"] = .string(account.id)
        }
        return HTTPResponse(headers: ["Lambda-Extension-Identifier": id], json: JSON.object(body).text)
    }

    static func invoke(
        _ invocation: PendingInvocation,
        deadlineMilliseconds: Int64,
        eventID: String
    ) -> HTTPResponse {
        let body: JSON = [
            "eventType": "INVOKE", "deadlineMs": JSON(deadlineMilliseconds), "requestId": .string(invocation.requestID),
            "invokedFunctionArn": .string(invocation.functionARN),
            "tracing": ["type": "X-Amzn-Trace-Id", "value": .string(invocation.traceID)],
        ]
        return HTTPResponse(headers: ["Lambda-Extension-Event-Identifier": eventID], json: body.text)
    }

    static func shutdown(
        _ reason: ShutdownReason,
        deadlineMilliseconds: Int64,
        eventID: String
    ) -> HTTPResponse {
        let body: JSON = [
            "eventType": "SHUTDOWN", "deadlineMs": JSON(deadlineMilliseconds),
            "shutdownReason": .string(reason.rawValue),
        ]
        return HTTPResponse(headers: ["Lambda-Extension-Event-Identifier": eventID], json: body.text)
    }

    /// As AWS's runtime interface emulator answers where it has no such API: extensions go on without it.
    static func notSupported(_ api: String) -> HTTPResponse {
        let body: JSON = [
            "errorType": .string("\(api).NotSupported"), "errorMessage": .string("\(api) API is not supported"),
        ]
        return HTTPResponse(status: 202, json: body.text)
    }
}

/// Why extensions are told to end.
enum ShutdownReason: String { case spindown, timeout, failure }

extension Substring {
    fileprivate var trimmed: Substring {
        let start = drop { $0 == " " }
        return start.lastIndex { $0 != " " }.map { start[...$0] } ?? start
    }
}
