import JSON
import Synchronization
import Template
import Time
import Wire

/// Takes a line of an access log, for a log group and a stream in it. Must not block.
package typealias AccessLogSink = @Sendable (_ line: String, _ group: String, _ stream: String, Timestamp) -> Void

/// A stage's access log: its format taken apart once.
struct AccessLog: Sendable {
    private enum Part: Sendable {
        case text(String)
        /// A variable of `$context`.
        case variable(String)
    }

    let group: String
    let stream: String
    private let parts: [Part]

    init(_ log: Application.AccessLog, apiID: String, stageName: String) {
        group = log.group
        stream = "\(apiID)/\(stageName)"
        parts = Self.parts(of: log.format)
    }

    private static func parts(of format: String) -> [Part] {
        var parts: [Part] = []
        var rest = format[...]
        while let start = rest.firstRange(of: "$context.") {
            parts.append(.text(String(rest[..<start.lowerBound])))
            rest = rest[start.upperBound...]
            let word = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "_") }
            // A full stop behind a name ends a sentence.
            let name = word.hasSuffix(".") ? word.dropLast() : word
            parts.append(.variable(String(name)))
            rest = rest.dropFirst(name.count)
        }
        return parts + [.text(String(rest))]
    }

    /// What there is no value for is `-`.
    func line(_ value: (String) -> String?) -> String {
        parts.reduce(into: "") { line, part in
            switch part {
            case .text(let text): line += text
            case .variable(let name): line += value(name).flatMap { $0.isEmpty ? nil : $0 } ?? "-"
            }
        }
    }
}

/// What the access log of a stage tells of one request, as it becomes known.
///
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
final class AccessRecord: Sendable {
    private struct State {
        /// With what the route's guards have found out.
        var routed: RoutedRequest?
        var integrationLatency: Duration?
        /// What Lambda, or what the request went on to, has answered.
        var integrationStatus: Int?
        /// What the function's reply says.
        var functionStatus: Int?
        var integrationError: String?
        var errorType: String?
        var errorMessage: String?
    }

    private let log: AccessLog
    private let state = Mutex(State())

    init(_ log: AccessLog) { self.log = log }

    /// The request is let through.
    func passes(_ routed: RoutedRequest) { state.withLock { $0.routed = routed } }

    /// The function has been called.
    func integrated(
        _ outcome: PendingAnswer.Outcome,
        _ answer: (response: HTTPResponse, error: GatewayError?),
        after latency: Duration
    ) {
        let status: Int? =
            switch outcome {
            case .success: 200
            case .failure(.throttled): 429
            case .failure(.payloadTooLarge): 413
            case .failure(.refused(let error)): error.status
            case .failure: nil
            }
        state.withLock { state in
            (state.integrationLatency, state.integrationStatus) = (latency, status)
            state.functionStatus = answer.error == nil ? answer.response.status : nil
            state.integrationError = answer.error?.reason
        }
    }

    /// A web server or a service has been called.
    func integrated(_ result: Result<HTTPResponse, GatewayError>, after latency: Duration) {
        state.withLock { state in
            state.integrationLatency = latency
            switch result {
            case .success(let response): state.integrationStatus = response.status
            case .failure(let error): state.integrationError = error.reason
            }
        }
    }

    /// API Gateway answers by itself.
    func fails(_ type: GatewayResponseType?, _ answer: HTTPResponse) {
        let message = (try? JSON(parsing: answer.body)).flatMap { $0["message"]?.stringValue }
        state.withLock { ($0.errorType, $0.errorMessage) = (type?.rawValue, message) }
    }

    func write(_ answer: HTTPResponse, to routed: RoutedRequest, at now: Timestamp, _ sink: AccessLogSink) {
        let state = state.withLock { $0 }
        let request = state.routed ?? routed
        let line = log.line { name in
            switch name {
            case "status": String(answer.status)
            case "responseLength": answer.stream == nil ? String(answer.body.count) : nil
            case "responseLatency": Self.milliseconds(now - request.time)
            case "integrationLatency", "integration.latency": state.integrationLatency.map(Self.milliseconds)
            case "integrationStatus", "integration.integrationStatus": state.integrationStatus.map { String($0) }
            case "integration.status": (state.functionStatus ?? state.integrationStatus).map { String($0) }
            case "integration.error", "integrationErrorMessage": state.integrationError
            case "error.message": state.errorMessage
            case "error.messageString": state.errorMessage.map { JSON.string($0).text }
            case "error.responseType": state.errorType
            default: ContextVariables.value(name, request)
            }
        }
        sink(line, log.group, log.stream, now)
    }

    private static func milliseconds(_ duration: Duration) -> String { String(Int(duration.inMilliseconds.rounded())) }
}
