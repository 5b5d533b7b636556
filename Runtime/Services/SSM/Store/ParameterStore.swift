import JSON
import Storage
import Wire

/// The parameters as the store keeps them.
struct ParameterStore {
    let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    private static let columns = "p.number, p.name, p.tags, v.document"
    private static let latest = """
        ssm_parameter p JOIN ssm_version v ON v.parameter = p.number
        AND v.version = (SELECT max(version) FROM ssm_version WHERE parameter = p.number)
        """

    /// The newest version. `/name` and `name` are the same parameter.
    func parameter(_ name: String) throws -> Parameter? {
        try connection.first(
            "SELECT \(Self.columns) FROM \(Self.latest) WHERE p.name IN (?, ?)",
            .text(name),
            .text(name.hasPrefix("/") ? String(name.dropFirst()) : "/" + name),
            read: Self.read
        )
    }

    /// The parameter and the version that a request refers to.
    func parameter(_ reference: ParameterReference) throws -> Parameter {
        guard let parameter = try parameter(reference.name) else {
            throw AWSError.noSuchParameter(reference.text)
        }
        guard let selector = reference.selector else { return parameter }
        let versions = try versions(of: parameter)
        let chosen = Int(selector).map { number in versions.first { $0.version.version == number } }
        guard let found = chosen ?? versions.first(where: { $0.version.labels.contains(selector) }) else {
            throw AWSError.noSuchVersion(selector, of: parameter.name)
        }
        return found
    }

    /// The oldest first.
    func versions(of parameter: Parameter) throws -> [Parameter] {
        var versions: [Parameter] = []
        try connection.query(
            "SELECT document FROM ssm_version WHERE parameter = ? ORDER BY version",
            [.integer(Int64(parameter.number))]
        ) { row in
            var version = parameter
            version.version = try JSONCoder.decode(ParameterVersion.self, from: row.bytes(0))
            versions.append(version)
            return true
        }
        return versions
    }

    /// Hands the newest versions, by name, to `body` until it returns false: those behind `start` whose names begin with
    /// `prefix`.
    func parameters(after start: String?, prefix: String = "", _ body: (Parameter) throws -> Bool) throws {
        try connection.query(
            "SELECT \(Self.columns) FROM \(Self.latest) WHERE p.name > ? AND p.name >= ? AND p.name < ? ORDER BY p.name",
            [.text(start ?? ""), .text(prefix), .text(prefix + "\u{7F}")]
        ) { try body(Self.read($0)) }
    }

    private static func read(_ row: Row) throws -> Parameter {
        Parameter(
            number: row.integer(0),
            name: row.text(1),
            tags: try JSONCoder.decode([String: String].self, from: row.bytes(2)),
            version: try JSONCoder.decode(ParameterVersion.self, from: row.bytes(3))
        )
    }
}

// MARK: - Writing

extension ParameterStore {
    /// A new parameter with its first version.
    func insert(_ name: String, tags: [String: String], _ version: ParameterVersion) throws {
        try connection.run("INSERT INTO ssm_parameter (name, tags) VALUES (?, ?)", .text(name), try Self.text(tags))
        let number = try connection.first("SELECT last_insert_rowid()") { $0.integer(0) } ?? 0
        try add(version, to: number)
    }

    func add(_ version: ParameterVersion, to number: Int) throws {
        try connection.run(
            "INSERT INTO ssm_version (parameter, version, document) VALUES (?, ?, ?)",
            .integer(Int64(number)),
            .integer(Int64(version.version)),
            try Self.text(version)
        )
    }

    func replace(_ version: ParameterVersion, of number: Int) throws {
        try connection.run(
            "UPDATE ssm_version SET document = ? WHERE parameter = ? AND version = ?",
            try Self.text(version),
            .integer(Int64(number)),
            .integer(Int64(version.version))
        )
    }

    func remove(version: Int, of number: Int) throws {
        try connection.run(
            "DELETE FROM ssm_version WHERE parameter = ? AND version = ?",
            .integer(Int64(number)),
            .integer(Int64(version))
        )
    }

    func set(_ tags: [String: String], of number: Int) throws {
        try connection.run(
            "UPDATE ssm_parameter SET tags = ? WHERE number = ?",
            try Self.text(tags),
            .integer(Int64(number))
        )
    }

    /// Returns what was there.
    func remove(_ name: String) throws -> Parameter? {
        guard let parameter = try parameter(name) else { return nil }
        try connection.run("DELETE FROM ssm_version WHERE parameter = ?", .integer(Int64(parameter.number)))
        try connection.run("DELETE FROM ssm_parameter WHERE number = ?", .integer(Int64(parameter.number)))
        return parameter
    }

    private static func text(_ value: some Encodable) throws -> SQLValue {
        .text(String(decoding: try JSONCoder.encode(value), as: UTF8.self))
    }
}
