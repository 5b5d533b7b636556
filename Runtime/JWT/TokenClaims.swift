import JSON
import Time

/// What a token says.
///
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html#http-api-jwt-authorizer.evaluate
package struct TokenClaims: Sendable {
    package let all: JSON.Object
    /// Of `scope`, words with blanks between them, or `scp`, which may be a list.
    package let scopes: [String]
    private let expiry: Double?
    private let notBefore: Double?
    private let issuedAt: Double?

    /// How far an issuer's clock may be ahead. No token is taken after its `exp`.
    package static let clockSkew = Duration.seconds(60)

    init(_ claims: JSON.Object) throws(TokenProblem) {
        all = claims
        expiry = try Self.time("exp", claims)
        notBefore = try Self.time("nbf", claims)
        issuedAt = try Self.time("iat", claims)
        scopes = Self.words(claims["scope"]) ?? Self.words(claims["scp"]) ?? []
    }

    private static func time(_ name: String, _ claims: JSON.Object) throws(TokenProblem) -> Double? {
        guard let value = claims[name] else { return nil }
        guard let number = value.doubleValue, number.isFinite else { throw .claim(name) }
        return number
    }

    private static func words(_ value: JSON?) -> [String]? {
        value?.stringValue?.split(separator: " ").map(String.init) ?? value?.arrayValue?.compactMap(\.stringValue)
    }

    /// Throws unless this is a time for the token.
    package func check(at now: Timestamp) throws(TokenProblem) {
        let (seconds, skew) = (now.secondsSinceEpoch, Self.clockSkew.inSeconds)
        guard let expiry, seconds < expiry else { throw .expired }
        if let notBefore, notBefore > seconds + skew { throw .notYetValid }
        if let issuedAt, issuedAt > seconds + skew { throw .notYetValid }
    }

    package var issuer: String? { all["iss"]?.stringValue }

    /// Throws unless the token is for one of `audiences`. `client_id` counts only where there is no `aud`.
    package func check(audiences: [String]) throws(TokenProblem) {
        let claim = all["aud"] ?? all["client_id"]
        let own = claim?.arrayValue?.compactMap(\.stringValue) ?? claim?.stringValue.map { [$0] } ?? []
        guard own.contains(where: audiences.contains) else { throw .audience }
    }

    /// Throws unless Cognito has made the token for this use: `id` or `access`.
    package func check(use: String) throws(TokenProblem) {
        guard all["token_use"]?.stringValue == use else { throw .use }
    }

    /// Whether the token has one of `scopes`, or none is asked for.
    package func has(anyOf scopes: [String]) -> Bool {
        scopes.isEmpty || self.scopes.contains(where: scopes.contains)
    }
}
