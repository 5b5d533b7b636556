import CurlHTTP
import JSON

/// A failure that a later attempt may not meet.
protocol Retryable {
    var mayPass: Bool { get }
}

extension AWSConnectionError: Retryable {
    var mayPass: Bool { true }
}

/// An answer that says no.
package struct AWSErrorAnswer: Error, Retryable {
    package var statusCode: Int
    /// Without its namespace.
    package var code: String
    package var message: String
    package var requestID: String?
    /// Whether it says neither what is wrong nor why.
    var isMute: Bool
    var body: WireMembers?

    init(_ response: CurlResponse) {
        statusCode = response.status
        requestID = response.headers["x-amzn-requestid"]
        if let root = try? XMLElement(parsing: response.body), let error = root.name == "Error" ? root : root["Error"] {
            isMute = error["Code"] == nil && error["Message"] == nil
            code = error["Code"]?.text ?? "UnknownError"
            message = error["Message"]?.text ?? "the service answered with status \(response.status)"
            return
        }
        body = try? WireMembers(JSONTape(response.body))
        let type: String? = try? body?.get("__type")
        let text: String? = (try? body?.get("message")) ?? (try? body?.get("Message"))
        let name = type?.split(separator: "#").last ?? response.headers["x-amzn-errortype"]?.prefix { $0 != ":" }
        isMute = name == nil && text == nil
        code = name.map(String.init) ?? "UnknownError"
        message = text ?? "the service answered with status \(response.status)"
    }

    /// Whether it is a throttle or a fault of the service.
    /// https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
    var mayPass: Bool { statusCode >= 500 || Self.throttles.contains(code) }

    private static let throttles: Set<String> = [
        "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException",
        "TooManyRequestsException", "ProvisionedThroughputExceededException", "TransactionInProgressException",
        "RequestLimitExceeded", "BandwidthLimitExceeded", "LimitExceededException", "RequestThrottled", "SlowDown",
        "PriorRequestNotComplete", "EC2ThrottledException", "RequestTimeout", "RequestTimeoutException",
    ]
}
