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

        /// The reply to who puts a policy has it as it was sent; later it is told as AWS rewrites it.
        func json(_ name: String, isRewritten: Bool = false) -> JSON {
            [
                "policyName": .string(name),
                "policyDocument": .string(isRewritten ? PolicyStore.told(document) : document),
                "lastUpdatedTime": JSON(updated),
                "policyScope": "ACCOUNT",
            ]
        }
    }

    /// As AWS tells a policy again: with a version, and one service as a text.
    fileprivate static func told(_ document: String) -> String {
        guard var policy = (try? JSON(parsing: document))?.objectValue, !policy.isEmpty else { return document }
        if policy["Version"] == nil {
            policy = JSON.Object([("Version", "2008-10-17")] + policy.members.map { ($0.key, $0.value) })
        }
        if let statements = policy["Statement"]?.arrayValue {
            policy["Statement"] = .array(statements.map(withOneService))
        }
        return JSON.object(policy).text
    }

    private static func withOneService(_ statement: JSON) -> JSON {
        guard var object = statement.objectValue, var principal = object["Principal"]?.objectValue,
            let services = principal["Service"]?.arrayValue, services.count == 1
        else { return statement }
        principal["Service"] = services[0]
        object["Principal"] = .object(principal)
        return .object(object)
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
