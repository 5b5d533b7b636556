import JSON
import Storage
import Wire

/// What IAM keeps: a role or a policy.
protocol Entity: Codable, Sendable {
    static var kind: String { get }
    /// Unique among its kind.
    var key: String { get }
}

struct EntityStore {
    private let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    func find<E: Entity>(_ type: E.Type, _ key: String) throws -> E? {
        try connection.first(
            "SELECT document FROM iam_entity WHERE kind = ? AND name = ?",
            .text(E.kind),
            .text(key)
        ) { try JSONCoder.decode(E.self, from: $0.bytes(0)) }
    }

    /// In the order of their keys.
    func all<E: Entity>(_ type: E.Type) throws -> [E] {
        var all: [E] = []
        try connection.query("SELECT document FROM iam_entity WHERE kind = ? ORDER BY name", [.text(E.kind)]) { row in
            all.append(try JSONCoder.decode(E.self, from: row.bytes(0)))
            return true
        }
        return all
    }

    /// Adds an entity or replaces the one with its key.
    func save<E: Entity>(_ entity: E) throws {
        try connection.run(
            """
            INSERT INTO iam_entity (kind, name, document) VALUES (?, ?, ?)
            ON CONFLICT (kind, name) DO UPDATE SET document = excluded.document
            """,
            .text(E.kind),
            .text(entity.key),
            .text(String(decoding: try JSONCoder.encode(entity), as: UTF8.self))
        )
    }

    func remove<E: Entity>(_ entity: E) throws {
        try connection.run(
            "DELETE FROM iam_entity WHERE kind = ? AND name = ?",
            .text(E.kind),
            .text(entity.key)
        )
    }

    func role(_ name: String) throws -> Role {
        guard let role = try find(Role.self, name) else {
            throw AWSError.noSuchEntity("The role with name \(name) cannot be found.")
        }
        return role
    }

    func policy(_ arn: String) throws -> ManagedPolicy {
        guard let policy = try find(ManagedPolicy.self, arn) else {
            throw AWSError.noSuchEntity("Policy \(arn) was not found.")
        }
        return policy
    }
}

extension AWSError {
    static func noSuchEntity(_ message: String) -> AWSError {
        AWSError("NoSuchEntity", status: 404, message: message)
    }

    static func alreadyExists(_ message: String) -> AWSError {
        AWSError("EntityAlreadyExists", status: 409, message: message)
    }

    static func conflict(_ message: String) -> AWSError {
        AWSError("DeleteConflict", status: 409, message: message)
    }
}
