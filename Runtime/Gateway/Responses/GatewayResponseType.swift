/// The kinds of errors that a REST API may word in its own way, with their defaults.
///
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
enum GatewayResponseType: String {
    case accessDenied = "ACCESS_DENIED"
    case authorizerConfigurationError = "AUTHORIZER_CONFIGURATION_ERROR"
    case authorizerFailure = "AUTHORIZER_FAILURE"
    case badRequestBody = "BAD_REQUEST_BODY"
    case badRequestParameters = "BAD_REQUEST_PARAMETERS"
    case default5XX = "DEFAULT_5XX"
    case integrationFailure = "INTEGRATION_FAILURE"
    case integrationTimeout = "INTEGRATION_TIMEOUT"
    case invalidAPIKey = "INVALID_API_KEY"
    case invalidSignature = "INVALID_SIGNATURE"
    case missingAuthenticationToken = "MISSING_AUTHENTICATION_TOKEN"
    case quotaExceeded = "QUOTA_EXCEEDED"
    case requestTooLarge = "REQUEST_TOO_LARGE"
    case throttled = "THROTTLED"
    case unauthorized = "UNAUTHORIZED"

    var status: Int {
        switch self {
        case .badRequestBody, .badRequestParameters: 400
        case .unauthorized: 401
        case .accessDenied, .invalidAPIKey, .invalidSignature, .missingAuthenticationToken: 403
        case .requestTooLarge: 413
        case .quotaExceeded, .throttled: 429
        case .authorizerConfigurationError, .authorizerFailure, .default5XX: 500
        case .integrationFailure, .integrationTimeout: 504
        }
    }

    /// `x-amzn-ErrorType`.
    var errorType: String {
        switch self {
        case .accessDenied: "AccessDeniedException"
        case .authorizerConfigurationError: "AuthorizerConfigurationException"
        case .authorizerFailure: "AuthorizerFailureException"
        case .badRequestBody, .badRequestParameters: "BadRequestException"
        case .default5XX, .integrationFailure, .integrationTimeout: "InternalServerErrorException"
        case .invalidAPIKey: "ForbiddenException"
        case .invalidSignature: "InvalidSignatureException"
        case .missingAuthenticationToken: "MissingAuthenticationTokenException"
        case .quotaExceeded: "LimitExceededException"
        case .requestTooLarge: "RequestTooLargeException"
        case .throttled: "TooManyRequestsException"
        case .unauthorized: "UnauthorizedException"
        }
    }

    /// What stands for it where it has no response of its own.
    var fallback: String { status < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX" }
}

extension GatewayError {
    /// The gateway response that words it; `nil` where none can.
    var gatewayResponse: GatewayResponseType? {
        switch self {
        case .routeNotFound: .missingAuthenticationToken
        case .unknownAPI, .targetTooLong, .headersTooLarge: nil
        case .payloadTooLarge: .requestTooLarge
        case .functionFailed, .malformedReply, .undecodableBody, .throttled, .refused, .endpointFailed: .default5XX
        case .timedOut, .endpointTimedOut: .integrationTimeout
        case .endpointUnreachable: .integrationFailure
        }
    }
}
