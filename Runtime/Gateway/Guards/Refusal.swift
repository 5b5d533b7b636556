import JSON
import JWT
import Wire

/// Why a guard turns a request away.
enum Refusal: Error, Hashable {
    /// No identity, or a Lambda authorizer that threw `Unauthorized`.
    case unauthorized
    /// No token where an HTTP API wants one.
    case noToken
    case token(TokenProblem)
    /// The token has none of these.
    case scopes([String])
    case denied(explicitly: Bool)
    /// The authorizer's function failed; how.
    case authorizerFailed(String)
    /// What the authorizer answered is no answer; why.
    case authorizerReply(String)
    /// The issuer's keys cannot be had: what `error_description` tells, and why.
    case keys(String, reason: String)
    /// Not signed, or not as it should be.
    case signature(SignatureProblem)
    /// No API key, or one that does not open the stage.
    case apiKey
    case tooManyRequests
    case quota
    /// Required ones that are missing: their names.
    case parameters([String])
    /// Not what the model wants.
    case body

    /// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-jwt.html
    var httpAPIResponse: HTTPResponse {
        switch self {
        case .unauthorized: HTTPResponse(status: 401, json: #"{"message":"Unauthorized"}"#)
        case .noToken: unauthorized("Bearer")
        case .token(let problem): unauthorized(Self.challenge("invalid_token", problem.description))
        case .keys(let description, _): unauthorized(Self.challenge("invalid_token", description))
        case .scopes(let scopes):
            HTTPResponse(
                status: 403,
                headers: [
                    "www-authenticate": Self.challenge(
                        "insufficient_scope",
                        "the token does not have a valid scope",
                        scopes.joined(separator: " ")
                    )
                ],
                json: #"{"message":"Forbidden"}"#
            )
        case .denied, .signature, .apiKey: HTTPResponse(status: 403, json: #"{"message":"Forbidden"}"#)
        case .authorizerFailed, .authorizerReply:
            HTTPResponse(status: 500, json: #"{"message":"Internal Server Error"}"#)
        case .parameters, .body: HTTPResponse(status: 400, json: #"{"message":"Bad Request"}"#)
        case .tooManyRequests, .quota: HTTPResponse(status: 429, json: #"{"message":"Too Many Requests"}"#)
        }
    }

    private func unauthorized(_ challenge: String) -> HTTPResponse {
        HTTPResponse(status: 401, headers: ["www-authenticate": challenge], json: #"{"message":"Unauthorized"}"#)
    }

    private static func challenge(_ error: String, _ description: String, _ scope: String = "") -> String {
        #"Bearer scope="\#(scope)" error="\#(error)" error_description="\#(description)""#
    }

    /// The default of the gateway response.
    var restAPIResponse: HTTPResponse {
        let status = gatewayResponse.status
        var type = gatewayResponse.errorType
        if case .signature(let problem) = self { type = problem.errorType }
        var body = #"{"message":\#(messageString)}"#
        if case .denied = self { body = #"{"Message":\#(messageString)}"# }
        return HTTPResponse(status: status, headers: ["x-amzn-ErrorType": type], json: body)
    }

    /// The gateway response that words it.
    var gatewayResponse: GatewayResponseType {
        switch self {
        case .unauthorized, .noToken, .token, .scopes: .unauthorized
        case .denied: .accessDenied
        case .authorizerFailed, .keys: .authorizerFailure
        case .authorizerReply: .authorizerConfigurationError
        case .signature(.missing): .missingAuthenticationToken
        case .signature: .invalidSignature
        case .apiKey: .invalidAPIKey
        case .tooManyRequests: .throttled
        case .quota: .quotaExceeded
        case .parameters: .badRequestParameters
        case .body: .badRequestBody
        }
    }

    /// `$context.error.messageString`: in quotes, or `null`.
    private var messageString: String { message.map { JSON.string($0).text } ?? "null" }

    /// `$context.error.message`.
    var message: String? {
        switch self {
        case .token(.expired): "The incoming token has expired"
        case .unauthorized, .noToken, .token, .scopes: "Unauthorized"
        case .denied(let explicitly):
            "User is not authorized to access this resource" + (explicitly ? " with an explicit deny" : "")
        case .authorizerFailed, .keys, .authorizerReply: nil
        case .signature(let problem): problem.message
        case .apiKey: "Forbidden"
        case .tooManyRequests: "Too Many Requests"
        case .quota: "Limit Exceeded"
        case .parameters(let names): "Missing required request parameters: [\(names.joined(separator: ", "))]"
        case .body: "Invalid request body"
        }
    }

    /// One sentence for the developer of the API; `nil` where the client alone is to blame.
    var reason: String? {
        switch self {
        case .authorizerFailed(let why): "the authorizer failed: \(why)"
        case .authorizerReply(let why): "the authorizer's reply is none: \(why)"
        case .keys(_, let why): "the issuer's keys cannot be had: \(why)"
        default: nil
        }
    }
}
