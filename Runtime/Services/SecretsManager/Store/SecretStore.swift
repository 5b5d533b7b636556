import JSON
import Storage
import Time
import Wire

/// The secrets as the store keeps them. Those whose time to be recovered has passed are not there any more.
struct SecretStore {
    let region: String
    private let connection: Connection
    private let home: String
    private let now: Timestamp

    /// Those of `region`; rows of the region `home` name none.
    init(_ connection: Connection, region: String, home: String, at now: Timestamp) {
        self.connection = connection
        self.region = region
        self.home = home
        self.now = now
    }

    /// The same for another region.
    func sibling(_ region: String) -> SecretStore { SecretStore(connection, region: region, home: home, at: now) }

    private var shelf: SQLValue { .text(region == home ? "" : region) }

    func secret(named name: String) throws -> Secret? {
        let secret = try connection.first(
            "SELECT document FROM secretsmanager_secret WHERE region = ? AND name = ?",
            shelf,
            .text(name),
            read: Self.read
        )
        return secret.flatMap { $0.isGone(at: now) ? nil : $0 }
    }

    /// By its name, its ARN, or its ARN without the six characters at its end.
    func find(_ id: String) throws -> Secret? {
        if !id.hasPrefix("arn:") {
            try Secret.checkName(id)
            return try secret(named: id)
        }
        guard let arn = ARN(id), arn.service == "secretsmanager", arn.region == region,
            arn.resource.hasPrefix("secret:")
        else { return nil }
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

    /// The usable secret that may be changed here: a replica is changed where its primary secret is.
    func primarySecret(_ id: String) throws -> Secret {
        let secret = try usableSecret(id)
        try secret.checkIsPrimary()
        return secret
    }

    /// The oldest first.
    func all() throws -> [Secret] {
        var secrets: [Secret] = []
        try connection.query(
            "SELECT document FROM secretsmanager_secret WHERE region = ? ORDER BY number",
            [shelf]
        ) { row in
            let secret = try Self.read(row)
            if !secret.isGone(at: now) { secrets.append(secret) }
            return true
        }
        return secrets
    }

    /// The stores of all regions that have any secret.
    func everywhere() throws -> [SecretStore] {
        var stores: [SecretStore] = []
        try connection.query("SELECT DISTINCT region FROM secretsmanager_secret", []) { row in
            let region = row.text(0)
            stores.append(sibling(region.isEmpty ? home : region))
            return true
        }
        return stores
    }

    /// Adds a secret or replaces the one of its name, and its replicas with it.
    func save(_ secret: Secret) throws {
        try write(secret)
        for replica in secret.replicas ?? [] where replica.isInSync {
            let store = sibling(replica.region)
            try store.write(secret.copy(replica, from: region, over: store.secret(named: secret.name)))
        }
    }

    /// Keeps what has come of a secret in this region alone.
    func touch(_ secret: Secret) throws { try write(secret) }

    private func write(_ secret: Secret) throws {
        try connection.run(
            """
            INSERT INTO secretsmanager_secret (region, name, document) VALUES (?, ?, ?)
            ON CONFLICT (region, name) DO UPDATE SET document = excluded.document
            """,
            shelf,
            .text(secret.name),
            .text(String(decoding: try JSONCoder.encode(secret), as: UTF8.self))
        )
    }

    func remove(_ secret: Secret) throws {
        try connection.run(
            "DELETE FROM secretsmanager_secret WHERE region = ? AND name = ?",
            shelf,
            .text(secret.name)
        )
    }

    private static func read(_ row: Row) throws -> Secret { try JSONCoder.decode(Secret.self, from: row.bytes(0)) }
}
