import JWT
import Time

/// What is known of an issuer's keys, and when they are asked for.
struct IssuerKeysState: Sendable {
    enum Step: Sendable {
        case use(KeySet)
        /// Ask the issuer; then ask this again.
        case fetch
        /// Somebody has asked the issuer already.
        case wait
        case unavailable(KeysUnavailable)
    }

    /// How long keys are good.
    static let lifetime = Duration.seconds(7_200)
    /// How long the issuer is left alone, whatever tokens say: an unknown `kid` costs nothing to make up.
    static let pause = Duration.seconds(5)

    private var keys: KeySet?
    private var problem: KeysUnavailable?
    private var fetchedAt: Timestamp?
    private var isFetching = false
    /// Counts the key sets: what was verified with an earlier one is verified again.
    private(set) var generation = 0

    /// `kid`: which key is wanted.
    mutating func step(for kid: String?, at now: Timestamp) -> Step {
        if isFetching { return .wait }
        guard let fetchedAt else { return fetch() }
        let age = now - fetchedAt
        if age >= Self.pause, keys.map({ age >= Self.lifetime || !$0.contains(kid) }) ?? true { return fetch() }
        if let keys { return .use(keys) }
        return .unavailable(problem ?? KeysUnavailable("JWKS communication error", reason: "nobody has asked"))
    }

    private mutating func fetch() -> Step {
        isFetching = true
        return .fetch
    }

    /// Keys that cannot be had anew are used on.
    mutating func fetched(_ result: Result<KeySet, KeysUnavailable>, at now: Timestamp) {
        isFetching = false
        fetchedAt = now
        switch result {
        case .success(let keys):
            self.keys = keys
            generation += 1
        case .failure(let problem): self.problem = problem
        }
    }

    /// After a fetch: what there is.
    var outcome: Result<KeySet, KeysUnavailable> {
        if let keys { return .success(keys) }
        return .failure(problem ?? KeysUnavailable("JWKS communication error", reason: "nobody has asked"))
    }
}

/// Why there are no keys.
struct KeysUnavailable: Error, Hashable, Sendable {
    /// For the client's `error_description`.
    var description: String
    /// For the developer.
    var reason: String

    init(_ description: String, reason: String) {
        self.description = description
        self.reason = reason
    }
}
