import Template
import Time
import Wire

/// All that a request must pass to reach one route: the authorizer, the API key with its usage plan, the throttle, the
/// validator, in this order.
final class RouteGuard: Sendable {
    typealias Completion = @Sendable (RoutedRequest, Refusal?) -> Void

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

    /// Calls back once, with what the guards found out, and why they refuse if they do; at once unless a function or an issuer must be asked.
    func admit(_ routed: RoutedRequest, _ completion: @escaping Completion) {
        switch authorizer {
        case nil: meter(routed, completion)
        case .function(let authorizer):
            authorizer.authorize(routed) { [self] in authorized(routed, $0, completion) }
        case .token(let authorizer):
            authorizer.authorize(routed, scopes: scopes) { [self] in authorized(routed, $0, completion) }
        case .signature(let authorizer):
            do throws(SignatureProblem) {
                authorized(routed, .success(try authorizer.authorize(routed.request)), completion)
            } catch {
                completion(routed, .signature(error))
            }
        }
    }

    private func authorized(
        _ routed: RoutedRequest,
        _ result: Result<Authorization, Refusal>,
        _ completion: Completion
    ) {
        switch result {
        case .failure(let refusal): completion(routed, refusal)
        case .success(let authorization):
            var routed = routed
            routed.authorization = authorization
            meter(routed, completion)
        }
    }

    private func meter(_ routed: RoutedRequest, _ completion: Completion) {
        var routed = routed
        if let keys {
            let refusal = keys.take(&routed)
            if let refusal { return completion(routed, refusal) }
        }
        if let throttle, !throttle.take(at: routed.time) { return completion(routed, .tooManyRequests) }
        completion(routed, validator?.refusal(of: routed))
    }
}

/// Asks for an API key.
struct APIKeyGuard: Sendable {
    let ledger: SharedLedger
    /// The authorizer names the key, not the client.
    let isFromAuthorizer: Bool
    /// Such as `/books/{id}/GET`.
    let method: String

    /// Enters the key in `routed`, of one that has nothing left as well.
    func take(_ routed: inout RoutedRequest) -> Refusal? {
        let value = isFromAuthorizer ? routed.authorization?.usageIdentifierKey : routed.request.headers["x-api-key"]
        switch ledger.take(value, routed, method) {
        case .success(let key): routed.apiKey = key
        case .failure(let refusal):
            routed.apiKey = ledger.key(value)
            return refusal
        }
        return nil
    }
}
