import Template
import Time
import Wire

/// All that a request must pass to reach one route: the authorizer, the API key with its usage plan, the throttle, the
/// validator, in this order.
final class RouteGuard: Sendable {
    typealias Completion = @Sendable (Result<RoutedRequest, Refusal>) -> Void

    /// Who decides whose requests these are.
    enum Authorizer: Sendable {
        case function(FunctionAuthorizer)
        case token(TokenAuthorizer)
        case signature(SignatureAuthorizer)
    }

    private let authorizer: Authorizer?
    private let scopes: [String]
    private let keys: APIKeyGuard?
    private let throttle: SharedBucket?
    private let validator: RequestValidator?

    init(
        authorizer: Authorizer?,
        scopes: [String],
        keys: APIKeyGuard?,
        throttle: SharedBucket?,
        validator: RequestValidator?
    ) {
        self.authorizer = authorizer
        self.scopes = scopes
        self.keys = keys
        self.throttle = throttle
        self.validator = validator
    }

    /// Calls back once, with what the guards found out; at once unless a function or an issuer must be asked.
    func admit(_ routed: RoutedRequest, _ completion: @escaping Completion) {
        switch authorizer {
        case nil: completion(meter(routed))
        case .function(let authorizer):
            authorizer.authorize(routed) { [self] in completion(authorized(routed, $0)) }
        case .token(let authorizer):
            authorizer.authorize(routed, scopes: scopes) { [self] in completion(authorized(routed, $0)) }
        case .signature(let authorizer):
            do throws(SignatureProblem) {
                completion(authorized(routed, .success(try authorizer.authorize(routed.request))))
            } catch {
                completion(.failure(.signature(error)))
            }
        }
    }

    private func authorized(
        _ routed: RoutedRequest,
        _ result: Result<Authorization, Refusal>
    ) -> Result<RoutedRequest, Refusal> {
        switch result {
        case .failure(let refusal): return .failure(refusal)
        case .success(let authorization):
            var routed = routed
            routed.authorization = authorization
            return meter(routed)
        }
    }

    private func meter(_ routed: RoutedRequest) -> Result<RoutedRequest, Refusal> {
        var routed = routed
        if let keys {
            switch keys.take(routed) {
            case .success(let key): routed.apiKey = key
            case .failure(let refusal): return .failure(refusal)
            }
        }
        if let throttle, !throttle.take(at: routed.time) { return .failure(.tooManyRequests) }
        if let refusal = validator?.refusal(of: routed) { return .failure(refusal) }
        return .success(routed)
    }
}

/// Asks for an API key.
struct APIKeyGuard: Sendable {
    let ledger: SharedLedger
    /// The authorizer names the key, not the client.
    let isFromAuthorizer: Bool
    /// Such as `/books/{id}/GET`.
    let method: String

    func take(_ routed: RoutedRequest) -> Result<Application.APIKey, Refusal> {
        let value = isFromAuthorizer ? routed.authorization?.usageIdentifierKey : routed.request.headers["x-api-key"]
        return ledger.take(value, routed, method)
    }
}
