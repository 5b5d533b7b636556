/// What is wrong with how a request is signed, in AWS's words.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/signature-v4-troubleshooting.html
enum SignatureProblem: Error, Hashable {
    case missing
    /// A part is not there, or has no form.
    case incomplete(String)
    /// Not the one of the credentials.
    case token
    /// For another service or region, of another time, or made with another secret.
    case invalid(String)

    /// `x-amzn-ErrorType`.
    var errorType: String {
        switch self {
        case .missing: "MissingAuthenticationTokenException"
        case .token: "UnrecognizedClientException"
        case .incomplete: "IncompleteSignatureException"
        case .invalid: "InvalidSignatureException"
        }
    }

    var message: String {
        switch self {
        case .missing: "Missing Authentication Token"
        case .token: "The security token included in the request is invalid."
        case .incomplete(let message), .invalid(let message): message
        }
    }
}
