import JSON
import Storage
import Wire

/// The account's resource policies as the store keeps them. They are kept and shown, not enforced.
struct PolicyStore {
    /// Of one account in one region.
    static let limit = 10

    struct Policy: Sendable, Codable {
        var document: String
        /// Milliseconds since 1970.
        var updated: Int64

        func json(_ name: String) -> JSON {
            [
                "policyName": .string(name), "policyDocument": .string(document), "lastUpdatedTime": JSON(updated),
                "policyScope": "ACCOUNT",
            ]
        }
    }

    let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    /// In the order of their names.
    func all() throws -> [(name: String, policy: Policy)] {
        var policies: [(name: String, policy: Policy)] = []
        try connection.query("SELECT name, document FROM logs_policy ORDER BY name", []) { row in
            policies.append((row.text(0), try JSONCoder.decode(Policy.self, from: row.bytes(1))))
            return true
        }
        return policies
    }

    func put(_ policy: Policy, _ name: String) throws {
        try connection.run(
            "INSERT OR REPLACE INTO logs_policy (name, document) VALUES (?, ?)",
            .text(name),
            .blob(try JSONCoder.encode(policy))
        )
    }

    func remove(_ name: String) throws {
        try connection.run("DELETE FROM logs_policy WHERE name = ?", .text(name))
    }
}
