import ColdStart
import JSON
import Wire

/// Lambda's refusals, in AWS's words (https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html).
extension AWSError {
    static func functionNotFound(_ arn: String) -> AWSError {
        lambda("ResourceNotFoundException", status: 404, "Function not found: \(arn)", key: "Message")
    }

    static func tooManyRequests(_ reason: ThrottleReason) -> AWSError {
        AWSError(
            "TooManyRequestsException",
            status: 429,
            message: "Rate Exceeded.",
            members: JSON.Object([
                ("Reason", .string(reason.rawValue)), ("Type", "User"), ("message", "Rate Exceeded."),
            ])
        )
    }

    static func invalidContent(_ reason: String) -> AWSError {
        lambda(
            "InvalidRequestContentException",
            status: 400,
            "Could not parse request body into json: Could not parse payload into json: \(reason)",
            key: "message"
        )
    }

    static func invalidParameter(_ message: String) -> AWSError {
        lambda("InvalidParameterValueException", status: 400, message, key: "message")
    }

    static func payloadTooLarge(limit: Int) -> AWSError {
        lambda(
            "RequestEntityTooLargeException",
            status: 413,
            "Request must be smaller than \(limit) bytes for the InvokeFunction operation",
            key: "message"
        )
    }

    static func requestTooLarge(_ action: String, limit: Int) -> AWSError {
        lambda(
            "RequestEntityTooLargeException",
            status: 413,
            "Request must be smaller than \(limit) bytes for the \(action) operation",
            key: "message"
        )
    }

    static func eventTooLarge(_ size: Int, limit: Int) -> AWSError {
        lambda(
            "RequestEntityTooLargeException",
            status: 413,
            "\(size) byte payload is too large for the Event invocation type (limit \(limit) bytes)",
            key: "message"
        )
    }

    static let recursiveInvocation = lambda(
        "RecursiveInvocationException",
        status: 400,
        "Lambda has detected your function being invoked in a recursive loop with other Amazon Web Services resources "
            + "and stopped your function's invocation.",
        key: "Message"
    )

    static func serviceException(_ message: String) -> AWSError {
        lambda("ServiceException", status: 500, message, key: "Message")
    }

    /// A body with the fault and, under the key that AWS uses for this error, the message.
    package static func lambda(_ code: String, status: Int, _ message: String, key: String) -> AWSError {
        AWSError(
            code,
            status: status,
            message: message,
            members: JSON.Object([
                ("Type", .string(status < 500 ? "User" : "Service")), (key, .string(message)),
            ])
        )
    }
}

extension AWSError {
    static func functionsNotReachable(from other: String, in region: String) -> AWSError {
        lambda(
            "ResourceNotFoundException",
            status: 404,
            "Functions from '\(other)' are not reachable in this region ('\(region)')",
            key: "Message"
        )
    }
}
