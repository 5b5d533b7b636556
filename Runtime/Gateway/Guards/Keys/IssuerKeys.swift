import JSON
import JWT
import Synchronization
import Time

/// Reads a document from a URL or a file; on another thread, within 1.5 s, the reason on failure.
package typealias DocumentFetcher =
    @Sendable (_ location: String, _ completion: @escaping @Sendable (Result<[UInt8], FetchFailure>) -> Void) -> Void

/// Why a document cannot be had: a sentence.
package struct FetchFailure: Error, Hashable, Sendable {
    package var reason: String

    package init(_ reason: String) { self.reason = reason }
}

/// The keys of one issuer, asked for when a token needs them.
final class IssuerKeys: Sendable {
    typealias Completion = @Sendable (Result<KeySet, KeysUnavailable>) -> Void

    /// Where the keys are.
    enum Location: Sendable {
        /// In the `jwks_uri` of the issuer's `/.well-known/openid-configuration`, which may call the issuer
        /// by another of its names.
        case discovered(issuer: String, aliases: [String])
        case known(String)
    }

    private struct State {
        var keys = IssuerKeysState()
        var waiting: [Completion] = []
    }

    private let location: Location
    private let fetch: DocumentFetcher
    private let time: any TimeSource
    private let state = Mutex(State())

    init(_ location: Location, fetch: @escaping DocumentFetcher, time: any TimeSource) {
        self.location = location
        self.fetch = fetch
        self.time = time
    }

    var generation: Int { state.withLock(\.keys.generation) }

    /// Calls back at once where the key is known, else when the issuer has answered.
    func keys(for kid: String?, at now: Timestamp, _ completion: @escaping Completion) {
        let step = state.withLock { state in
            let step = state.keys.step(for: kid, at: now)
            switch step {
            case .fetch, .wait: state.waiting.append(completion)
            case .use, .unavailable: break
            }
            return step
        }
        switch step {
        case .use(let keys): completion(.success(keys))
        case .unavailable(let problem): completion(.failure(problem))
        case .wait: break
        case .fetch: ask()
        }
    }

    private func ask() {
        switch location {
        case .known(let url): fetchKeys(url)
        case .discovered(let issuer, let aliases):
            let url = (issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer) + "/.well-known/openid-configuration"
            fetch(url) { [self] result in
                do throws(KeysUnavailable) {
                    let keys = try Self.keysURL(result, url)
                    let alias = aliases.first { keys.hasPrefix("\($0)/") }
                    fetchKeys(alias.map { issuer + keys.dropFirst($0.count) } ?? keys)
                } catch {
                    settle(.failure(error))
                }
            }
        }
    }

    private static func keysURL(
        _ result: Result<[UInt8], FetchFailure>,
        _ url: String
    ) throws(KeysUnavailable) -> String {
        let description = "OIDC discovery endpoint communication error"
        switch result {
        case .failure(let failure): throw KeysUnavailable(description, reason: "\(url): \(failure.reason)")
        case .success(let bytes):
            guard let uri = (try? JSON(parsing: bytes, maximumDepth: 32))?["jwks_uri"]?.stringValue else {
                throw KeysUnavailable(description, reason: "\(url) tells no jwks_uri")
            }
            return uri
        }
    }

    private func fetchKeys(_ url: String) {
        let description = "JWKS communication error"
        fetch(url) { [self] result in
            switch result {
            case .failure(let failure):
                settle(.failure(KeysUnavailable(description, reason: "\(url): \(failure.reason)")))
            case .success(let bytes):
                do throws(InvalidKeySet) {
                    settle(.success(try KeySet(parsing: bytes)))
                } catch {
                    settle(.failure(KeysUnavailable(description, reason: "\(url): \(error.reason)")))
                }
            }
        }
    }

    private func settle(_ result: Result<KeySet, KeysUnavailable>) {
        let now = time.now
        let (waiting, outcome) = state.withLock { state in
            state.keys.fetched(result, at: now)
            defer { state.waiting = [] }
            return (state.waiting, state.keys.outcome)
        }
        for completion in waiting { completion(outcome) }
    }
}
