import JSON
import Synchronization
import Time
import Wire

/// When API destinations may be called next, and the tokens that their connections have.
final class DestinationCalls: Sendable {
    private struct State {
        var next: [ARN: Timestamp] = [:]
        /// By the ARNs of connections, with what they were when they asked for the token.
        var tokens: [String: (connection: JSON.Object, token: String, end: Timestamp)] = [:]
    }

    private let state = Mutex(State())

    /// The instant of one call, which no other gets: as many in a second as `rate`, evenly spread.
    func turn(of destination: ARN, perSecond rate: Int, now: Timestamp) -> Timestamp {
        state.withLock { state in
            let turn = max(now, state.next[destination] ?? now)
            state.next[destination] = turn + .seconds(1) / rate
            return turn
        }
    }

    /// `nil` where there is none that is still good, for the connection as it is.
    func token(of connection: JSON.Object, now: Timestamp) -> String? {
        state.withLock { state in
            guard let known = state.tokens[connection.text("ConnectionArn") ?? ""], known.end > now,
                known.connection == connection
            else { return nil }
            return known.token
        }
    }

    func keep(_ token: String, of connection: JSON.Object, until end: Timestamp) {
        state.withLock { $0.tokens[connection.text("ConnectionArn") ?? ""] = (connection, token, end) }
    }

    func forget(tokenOf connection: JSON.Object) {
        state.withLock { $0.tokens[connection.text("ConnectionArn") ?? ""] = nil }
    }

    func reset() { state.withLock { $0 = State() } }
}
