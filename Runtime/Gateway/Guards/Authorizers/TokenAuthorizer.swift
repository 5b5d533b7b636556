import RegularExpressions
import JWT
import Synchronization
import Template
import Time
import Wire

/// Lets requests through that carry a signed token: the JWT authorizers of HTTP APIs and the user pools of REST APIs.
final class TokenAuthorizer: Sendable {
    typealias Completion = @Sendable (Result<Authorization, Refusal>) -> Void

    /// What is looked for in tokens besides their signature.
    private enum Check: Sendable {
        case audiences([String])
        /// ID tokens on routes without scopes, access tokens on those with.
        case cognitoUse
    }

    /// A token whose signature is good, and its claims ready for events.
    private struct Verified: Sendable {
        var token: SignedToken
        var claims: [UInt8]
        /// Of the keys it was verified with.
        var generation: Int
    }

    private let source: Application.IdentitySource
    /// What identities have to look like before anybody is asked about them.
    private let expression: RegularExpression?
    private let issuers: [String: IssuerKeys]
    private let check: Check
    /// The machine's: issuers go by it.
    private let time: any TimeSource
    /// Verifying a signature costs more than all else: one that was good is not verified again.
    private let verified = Mutex(ResultCache<String, Verified>(limit: 1_000))

    /// `aliases` are other names of the issuer; `time` is the machine's.
    init(
        _ authorizer: Application.JWTAuthorizer,
        aliases: [String] = [],
        keys: IssuerKeys,
        time: any TimeSource
    ) {
        source = authorizer.identitySource
        expression = nil
        issuers = Dictionary(
            (aliases + [authorizer.issuer]).map { ($0, keys) },
            uniquingKeysWith: { first, _ in first }
        )
        check = .audiences(authorizer.audiences)
        self.time = time
    }

    init(_ authorizer: Application.UserPoolAuthorizer, keys: [String: IssuerKeys], time: any TimeSource) {
        source = .header(authorizer.header)
        expression = authorizer.identityValidationExpression
        issuers = keys
        check = .cognitoUse
        self.time = time
    }

    /// Calls back once; at once unless keys must be fetched.
    func authorize(_ routed: RoutedRequest, scopes: [String], _ completion: @escaping Completion) {
        guard let value = IdentityValues.value(source, routed), !value.isEmpty else {
            return completion(.failure(.noToken))
        }
        let text = Self.token(value)
        let now = time.now
        guard expression?.matchesWhole(text) ?? true else { return completion(.failure(.unauthorized)) }
        do throws(TokenProblem) {
            let known = verified.withLock { $0.value(text, at: now) }
            let token: SignedToken
            if let known { token = known.token } else { token = try SignedToken(text) }
            guard let keys = token.claims.issuer.flatMap({ issuers[$0] }) else { throw .issuer }
            if let known, known.generation == keys.generation {
                return completion(admitted(known, scopes, now))
            }
            keys.keys(for: token.keyID, at: now) { [self] result in
                completion(verify(token, text, result, keys.generation, scopes, now))
            }
        } catch {
            completion(.failure(.token(error)))
        }
    }

    /// With `Bearer` in front or without.
    private static func token(_ value: String) -> String {
        let isBearer = value.utf8.count > 7 && value.prefix(7).lowercased() == "bearer "
        return isBearer ? String(value.dropFirst(7)) : value
    }

    private func verify(
        _ token: SignedToken,
        _ text: String,
        _ keys: Result<KeySet, KeysUnavailable>,
        _ generation: Int,
        _ scopes: [String],
        _ now: Timestamp
    ) -> Result<Authorization, Refusal> {
        do throws(TokenProblem) {
            let keySet: KeySet
            switch keys {
            case .success(let keys): keySet = keys
            case .failure(let problem): return .failure(.keys(problem.description, reason: problem.reason))
            }
            try keySet.verify(token)
            let good = Verified(token: token, claims: ClaimText.object(token.claims.all), generation: generation)
            verified.withLock { $0.insert(text, good, until: now + IssuerKeysState.lifetime, at: now) }
            return admitted(good, scopes, now)
        } catch {
            return .failure(.token(error))
        }
    }

    private func admitted(
        _ verified: Verified,
        _ scopes: [String],
        _ now: Timestamp
    ) -> Result<Authorization, Refusal> {
        let claims = verified.token.claims
        do throws(TokenProblem) {
            try claims.check(at: now)
            switch check {
            case .audiences(let audiences): try claims.check(audiences: audiences)
            case .cognitoUse: try claims.check(use: scopes.isEmpty ? "id" : "access")
            }
        } catch {
            return .failure(.token(error))
        }
        guard claims.has(anyOf: scopes) else { return .failure(.scopes(scopes)) }
        switch check {
        case .audiences:
            let list = scopes.isEmpty ? Array("null".utf8) : ClaimText.list(claims.scopes)
            return .success(Authorization(context: .token(claims: verified.claims, scopes: list)))
        case .cognitoUse: return .success(Authorization(context: .userPool(claims: verified.claims)))
        }
    }
}
