import JSON
import Storage
import Time
import Wire

/// The secrets as the store keeps them. Those whose time to be recovered has passed are not there any more.
struct SecretStore {
    private let connection: Connection
    private let now: Timestamp

    init(_ connection: Connection, at now: Timestamp) {
        self.connection = connection
        self.now = now
    }

    func secret(named name: String) throws -> Secret? {
        let secret = try connection.first(
            "SELECT document FROM secretsmanager_secret WHERE name = ?",
            .text(name),
            read: Self.read
        )
        return secret.flatMap { $0.isGone(at: now) ? nil : $0 }
    }

    /// By its name, its ARN, or its ARN without the six characters at its end.
    func find(_ id: String) throws -> Secret? {
        if let secret = try secret(named: id) { return secret }
        guard let arn = ARN(id), arn.service == "secretsmanager", arn.resource.hasPrefix("secret:") else { return nil }
        let resource = String(arn.resource.dropFirst("secret:".count))
        if let secret = try secret(named: resource) { return secret }
        let parts = resource.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count > 1, let suffix = parts.last else { return nil }
        let secret = try secret(named: parts.dropLast().joined(separator: "-"))
        return secret.flatMap { $0.suffix == suffix ? $0 : nil }
    }

    /// The secret, unless there is none.
    func secret(_ id: String) throws -> Secret {
        guard let secret = try find(id) else { throw AWSError.noSuchSecret }
        return secret
    }

    /// The secret, unless there is none or it waits for its deletion.
    func usableSecret(_ id: String) throws -> Secret {
        let secret = try secret(id)
        guard secret.deletion == nil else { throw AWSError.isMarkedForDeletion }
        return secret
    }

    /// The oldest first.
    func all() throws -> [Secret] {
        var secrets: [Secret] = []
        try connection.query("SELECT document FROM secretsmanager_secret ORDER BY number", []) { row in
            let secret = try Self.read(row)
            if !secret.isGone(at: now) { secrets.append(secret) }
            return true
        }
        return secrets
    }

    /// Adds a secret or replaces the one of its name.
    func save(_ secret: Secret) throws {
        try connection.run(
            """
            INSERT INTO secretsmanager_secret (name, document) VALUES (?, ?)
            ON CONFLICT (name) DO UPDATE SET document = excluded.document
            """,
            .text(secret.name),
            .text(String(decoding: try JSONCoder.encode(secret), as: UTF8.self))
        )
    }

    func remove(_ secret: Secret) throws {
        try connection.run("DELETE FROM secretsmanager_secret WHERE name = ?", .text(secret.name))
    }

    private static func read(_ row: Row) throws -> Secret { try JSONCoder.decode(Secret.self, from: row.bytes(0)) }
}
