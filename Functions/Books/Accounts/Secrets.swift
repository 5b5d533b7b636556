import AWSClient
import Synchronization

/// Where secret texts are kept.
package protocol SecretStore: Sendable {
    /// `nil` for a secret that has no value yet.
    func value(_ secret: String) async throws -> String?
    /// Gives the secret its first value. False where another came first; that one stays.
    func begin(_ secret: String, value: String) async throws -> Bool
}

extension SecretsManager: SecretStore {
    package func value(_ secret: String) async throws -> String? {
        do {
            return try await getSecretValue(.init(secretID: secret)).secretString
        } catch let error as AWSServiceError where error.code == "ResourceNotFoundException" {
            return nil
        }
    }

    package func begin(_ secret: String, value: String) async throws -> Bool {
        // The id of every first value: only one can be put under it.
        let token = "00000000-0000-4000-8000-000000000001"
        do {
            try await putSecretValue(.init(secretID: secret, clientRequestToken: token, secretString: value))
            return true
        } catch let error as AWSServiceError where error.code == "ResourceExistsException" {
            return false
        }
    }
}

/// A value that is read once in a while.
package final class Kept<Value: Sendable>: Sendable {
    /// Milliseconds.
    private static var age: Int { 300_000 }

    private let read: @Sendable () async throws -> Value
    private let state = Mutex<(value: Value, at: Int)?>(nil)

    package init(_ read: @Sendable @escaping () async throws -> Value) { self.read = read }

    /// At most five minutes old at `now`, in milliseconds since 1970.
    package func value(now: Int) async throws -> Value {
        if let kept = state.withLock({ $0 }), now - kept.at < Self.age { return kept.value }
        let value = try await read()
        state.withLock { $0 = (value, now) }
        return value
    }
}
