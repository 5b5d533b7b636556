/// The key pair that all environments of the service share. The first one that needs it makes it.
package struct SigningKeys: Sendable {
    private let kept: Kept<SigningKey>

    package init(_ secrets: some SecretStore, secret: String) {
        kept = Kept {
            if let pem = try await secrets.value(secret) { return try SigningKey(pem: pem) }
            let key = try SigningKey()
            if try await secrets.begin(secret, value: key.pem) { return key }
            guard let pem = try await secrets.value(secret) else { throw MissingSigningKey(secret: secret) }
            return try SigningKey(pem: pem)
        }
    }

    /// `now` is in milliseconds since 1970.
    package func key(now: Int) async throws -> SigningKey { try await kept.value(now: now) }
}

struct MissingSigningKey: Error, CustomStringConvertible {
    var secret: String

    var description: String { "the secret \(secret) has versions, but none is current" }
}
