/// Why a token is refused.
package enum TokenProblem: Error, Sendable, Hashable {
    /// Not three parts of base64, the first two of them JSON objects without a name that stands twice.
    case malformed
    case algorithm(String)
    /// The header has a `crit`, whose extensions nobody understands here.
    case criticalExtension
    /// No `kid`, or one that is not among the issuer's keys.
    case unknownKey
    case signature
    case issuer
    case audience
    /// `exp` is past, or not there.
    case expired
    /// `nbf` or `iat` is in the future.
    case notYetValid
    /// A claim is not of its type; its name.
    case claim(String)
    /// Not what Cognito calls it: `id` or `access`.
    case use

    /// For `error_description`; AWS's words where they are known.
    package var description: String {
        switch self {
        case .malformed: "the token is malformed"
        case .algorithm(let name): "the signing method \(Self.shown(name)) is invalid"
        case .criticalExtension: "the token has a critical extension"
        case .unknownKey: "the token's key is unknown"
        case .signature: "the token's signature is invalid"
        case .issuer: "the token does not have a valid issuer"
        case .audience: "the token does not have a valid audience"
        case .expired: "the token has expired"
        case .notYetValid: "the token is not valid yet"
        case .claim(let name): "the token's claim \(name) is invalid"
        case .use: "the token is of the wrong use"
        }
    }

    /// What of a token's own words may stand in a header field.
    private static func shown(_ name: String) -> String {
        String(name.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }.prefix(32))
    }
}
