import Wire

/// Why a request gets an answer from the gateway instead of one from its function.
enum GatewayError: Error, Hashable {
    case routeNotFound
    /// The `Host` names an API that is not there.
    case unknownAPI
    case targetTooLong
    case headersTooLarge
    case payloadTooLarge
    /// The function threw, ended or ran out of its own time.
    case functionFailed
    /// What the function answered cannot be made into a response; why.
    case malformedReply(String)
    /// The function calls its body base64, and it is not.
    case undecodableBody
    /// The function did not answer in the integration's time.
    case timedOut
    /// Lambda refused the invocation because too many are running.
    case throttled
    /// Lambda refused the invocation.
    case refused(AWSError)
    /// The web server behind the route did not answer in the integration's time.
    case endpointTimedOut
    /// The web server behind the route cannot be reached; why.
    case endpointUnreachable(String)
    /// What the web server answered cannot be passed on; why.
    case endpointFailed(String)

    /// What Lambda's refusal means.
    init(_ error: AWSError) {
        switch error.status {
        case 413: self = .payloadTooLarge
        case 429: self = .throttled
        default: self = .refused(error)
        }
    }

    /// The answer of an HTTP API.
    ///
    /// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-lambda.html
    var httpAPIResponse: HTTPResponse {
        let (status, message) =
            switch self {
            case .routeNotFound: (404, "Not Found")
            case .unknownAPI: (403, "Forbidden")
            case .targetTooLong: (414, "URI Too Long")
            case .headersTooLarge: (431, "Request Header Fields Too Large")
            case .payloadTooLarge: (413, "Request Entity Too Large")
            case .functionFailed, .malformedReply, .undecodableBody, .refused, .endpointFailed:
                (500, "Internal Server Error")
            case .timedOut, .throttled, .endpointUnreachable: (503, "Service Unavailable")
            case .endpointTimedOut: (504, "Gateway Timeout")
            }
        return HTTPResponse(status: status, json: #"{"message":"\#(message)"}"#)
    }

    /// The answer of a REST API. AWS writes some of its bodies with a blank behind the colon.
    ///
    /// https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
    var restAPIResponse: HTTPResponse {
        let (status, body, type) =
            switch self {
            case .routeNotFound:
                (403, #"{"message":"Missing Authentication Token"}"#, "MissingAuthenticationTokenException")
            case .unknownAPI: (403, #"{"message":"Forbidden"}"#, "ForbiddenException")
            case .targetTooLong: (414, #"{"message":"URI Too Long"}"#, "BadRequestException")
            case .headersTooLarge:
                (431, #"{"message":"HTTP header is larger than 10240 bytes."}"#, "BadRequestException")
            case .payloadTooLarge: (413, #"{"message":"Request Too Long"}"#, "RequestTooLargeException")
            case .functionFailed, .malformedReply:
                (502, #"{"message": "Internal server error"}"#, "InternalServerErrorException")
            case .undecodableBody, .throttled, .refused, .endpointFailed:
                (500, #"{"message": "Internal server error"}"#, "InternalServerErrorException")
            case .endpointUnreachable:
                (504, #"{"message": "Network error communicating with endpoint"}"#, "InternalServerErrorException")
            case .timedOut, .endpointTimedOut:
                (504, #"{"message": "Endpoint request timed out"}"#, "InternalServerErrorException")
            }
        return HTTPResponse(status: status, headers: ["x-amzn-ErrorType": type], json: body)
    }

    /// One sentence for the developer of the function; `nil` where the client alone is to blame.
    var reason: String? {
        switch self {
        case .routeNotFound, .unknownAPI, .targetTooLong, .headersTooLarge, .payloadTooLarge: nil
        case .functionFailed: "the function failed"
        case .malformedReply(let why): "the function's reply is no response: \(why)"
        case .undecodableBody: "the function's reply says isBase64Encoded, but its body is not base64"
        case .timedOut: "the function did not answer within the integration's timeout"
        case .throttled: "Lambda throttled the invocation"
        case .endpointTimedOut: "the web server did not answer within the integration's timeout"
        case .endpointUnreachable(let why): "the web server cannot be reached: \(why)"
        case .endpointFailed(let why): "the web server's response cannot be passed on: \(why)"
        case .refused(let error): "Lambda refused the invocation: \(error.code): \(error.message)"
        }
    }
}
