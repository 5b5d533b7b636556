import JSON
import Synchronization
import Time
import Wire

/// The tokens that the connections of API destinations have.
final class DestinationTokens: Sendable {
    /// By the ARNs of connections, with what they were when they asked for the token.
    private let tokens = Mutex<[String: (connection: JSON.Object, token: String, end: Timestamp)]>([:])

    /// `nil` where there is none that is still good, for the connection as it is.
    func token(of connection: JSON.Object, now: Timestamp) -> String? {
        tokens.withLock { tokens in
            guard let known = tokens[connection.text("ConnectionArn") ?? ""], known.end > now,
                known.connection == connection
            else { return nil }
            return known.token
        }
    }

    func keep(_ token: String, of connection: JSON.Object, until end: Timestamp) {
        tokens.withLock { $0[connection.text("ConnectionArn") ?? ""] = (connection, token, end) }
    }

    func forget(tokenOf connection: JSON.Object) {
        tokens.withLock { $0[connection.text("ConnectionArn") ?? ""] = nil }
    }

    func reset() { tokens.withLock { $0 = [:] } }
}
