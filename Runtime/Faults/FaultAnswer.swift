import JSON
import ServiceKit
import Wire

/// The answer to a call that goes wrong, in the protocol that the call speaks.
struct FaultAnswer {
    /// What the call is for.
    let service: String
    let action: String

    /// `nil` for a request that says of no service that it is for it.
    init?(_ request: HTTPRequest) {
        let target = request.headers["X-Amz-Target"]?.split(separator: ".", maxSplits: 1)
        guard let service = CredentialScope(request)?.service ?? target.map({ Self.service(ofTarget: $0[0]) }) else {
            return nil
        }
        self.service = service
        action =
            target?.last.map(String.init) ?? Self.query(request)
            ?? Self.path(request)
    }

    /// CBOR and the one action of Lambda that is told apart.
    private static func path(_ request: HTTPRequest) -> String {
        let parts = request.path.split(separator: "/")
        if parts.count == 4, parts[0] == "service", parts[2] == "operation" { return String(parts[3]) }
        return parts.last == "invocations" ? "Invoke" : ""
    }

    private static func service(ofTarget prefix: Substring) -> String {
        switch prefix.prefix(while: { $0 != "_" }) {
        case "DynamoDB", "DynamoDBStreams": "dynamodb"
        case "AmazonSQS": "sqs"
        case "AWSEvents": "events"
        case let other: other.lowercased()
        }
    }

    private static func query(_ request: HTTPRequest) -> String? {
        guard isQuery(request) else { return nil }
        let fields = String(decoding: request.body.prefix(2_000), as: UTF8.self).split(separator: "&")
        return fields.first { $0.hasPrefix("Action=") }.map { String($0.dropFirst(7)) }
    }

    private static func isQuery(_ request: HTTPRequest) -> Bool {
        request.headers["Content-Type"]?.hasPrefix("application/x-www-form-urlencoded") ?? false
    }

    /// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
    var throttled: AWSError {
        switch service {
        case "dynamodb":
            AWSError(
                "ProvisionedThroughputExceededException",
                message: "The level of configured provisioned throughput for the table was exceeded. "
                    + "Consider increasing your provisioning level with the UpdateTable API."
            )
        case "lambda": AWSError("TooManyRequestsException", status: 429, message: "Rate Exceeded.")
        case "s3": AWSError("SlowDown", status: 503, message: "Please reduce your request rate.")
        default: AWSError("ThrottlingException", message: "Rate exceeded")
        }
    }

    var failed: AWSError {
        switch service {
        case "dynamodb": AWSError("InternalServerError", status: 500, message: "Internal server error")
        case "lambda": AWSError("ServiceException", status: 500, message: "An error occurred")
        case "s3":
            AWSError("InternalError", status: 500, message: "We encountered an internal error. Please try again.")
        default: AWSError("InternalFailure", status: 500, message: "The service has failed")
        }
    }

    func response(_ error: AWSError, to request: HTTPRequest, id: String) -> HTTPResponse {
        if service == "s3" { return inXMLOfS3(error, id) }
        if Self.isQuery(request) { return inXML(error, id) }
        if CBORReply.isAwaited(request) { return CBORReply.refusal(error, type: error.code, id) }
        let namespace = service == "dynamodb" ? "com.amazonaws.dynamodb.v20120810#" : ""
        let text = service == "lambda" ? "Message" : "message"
        let body: JSON = .object(
            JSON.Object([("__type", .string(namespace + error.code)), (text, .string(error.message))])
        )
        let type = request.headers["Content-Type"] ?? "application/json"
        return HTTPResponse(
            status: error.status,
            headers: ["Content-Type": type, "x-amzn-RequestId": id, "x-amzn-ErrorType": error.code],
            body: body.bytes
        )
    }

    private func inXML(_ error: AWSError, _ id: String) -> HTTPResponse {
        let type = error.status < 500 ? "Sender" : "Receiver"
        let body =
            "<ErrorResponse><Error><Type>\(type)</Type><Code>\(error.code)</Code><Message>\(error.message)</Message>"
            + "</Error><RequestId>\(id)</RequestId></ErrorResponse>"
        return HTTPResponse(
            status: error.status,
            headers: ["Content-Type": "text/xml", "x-amzn-RequestId": id],
            body: Array(body.utf8)
        )
    }

    private func inXMLOfS3(_ error: AWSError, _ id: String) -> HTTPResponse {
        let body =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>\(error.code)</Code><Message>\(error.message)</Message>"
            + "<RequestId>\(id)</RequestId></Error>"
        return HTTPResponse(
            status: error.status,
            headers: ["Content-Type": "application/xml", "x-amz-request-id": id],
            body: Array(body.utf8)
        )
    }
}
