import JSON
import Storage
import Synchronization

/// What is said of the functions of a region besides their configuration: event invoke configs, tags, policies, and the
/// like. Each is one JSON value for a function and a qualifier, in the store and in memory.
///
/// What the template says replaces at every start what it said before.
package final class FunctionSettings: Sendable {
    package static let migrations = [
        Migration(
            "lambda.2",
            """
            CREATE TABLE lambda_setting (
                kind TEXT NOT NULL,
                function TEXT NOT NULL,
                qualifier TEXT NOT NULL,
                value TEXT NOT NULL,
                from_template INTEGER NOT NULL
            );
            CREATE UNIQUE INDEX lambda_setting_key ON lambda_setting (kind, function, qualifier);
            """
        ),
        Migration(
            "lambda.4",
            """
            ALTER TABLE lambda_setting ADD COLUMN region TEXT NOT NULL DEFAULT '';
            DROP INDEX lambda_setting_key;
            CREATE UNIQUE INDEX lambda_setting_key ON lambda_setting (region, kind, function, qualifier);
            """
        ),
    ]

    package enum Kind: String, Sendable, CaseIterable {
        /// Versions and aliases: the qualifier is theirs.
        case function, alias
        case reservedConcurrency, provisionedConcurrency
        /// What calls add to the policy, and what the template says of it.
        case policy, declaredPolicy
        case eventInvokeConfig, recursiveLoop, tags, url, runtimeManagement, codeSigning
        /// The last number that was given to a version of the function. It outlives the function, as on AWS.
        case lastVersion
        /// The function is a layer's name here, and the qualifier the number of a version.
        case layer, layerPolicy, lastLayerVersion
        /// The function is a config's id here.
        case codeSigningConfig
    }

    package struct Key: Sendable, Hashable {
        package var kind: Kind
        package var function: String
        /// A version or an alias; `$LATEST` where the function as a whole is meant.
        package var qualifier: String

        package init(_ kind: Kind, _ function: String, _ qualifier: String? = nil) {
            self.kind = kind
            self.function = function
            self.qualifier = qualifier ?? "$LATEST"
        }
    }

    private struct State {
        /// By function.
        var values: [String: [Key: JSON]] = [:]
        /// What the template says of functions themselves.
        var declarations: [String: [Key: JSON]] = [:]
        /// Written in transactions that have not been committed yet.
        var staged: [(key: Key, value: JSON?)] = []
        /// Counts the changes.
        var generation = 0

        mutating func set(_ value: JSON?, _ key: Key) {
            generation += 1
            values[key.function, default: [:]][key] = value
            if values[key.function]?.isEmpty == true { values[key.function] = nil }
        }
    }

    private let state = Mutex(State())
    private let template = Mutex<[Key: JSON]>([:])
    /// As the store has it.
    private let region: String

    /// Empty, and in memory alone until something is loaded. `region` is empty for the one that Hearth is said to be in,
    /// whichever that is.
    package init(region: String = "") { self.region = region }

    /// The other regions that the store has functions of. For start-up: it waits.
    package static func regions(in database: Database) throws -> Set<String> {
        try database.readAndWait { connection in
            var regions: Set<String> = []
            try connection.query("SELECT DISTINCT region FROM lambda_setting WHERE region <> ''", []) { row in
                regions.insert(row.text(0))
                return true
            }
            return regions
        }
    }

    /// Reads what is in the store, after what the template says has been put there. For start-up: it waits.
    package func load(_ database: Database, template: [Key: JSON]) throws {
        let values = try database.writeAndWait { [region] connection in
            try connection.run("DELETE FROM lambda_setting WHERE from_template = 1 AND region = ?", .text(region))
            for (key, value) in template { try self.write(value, key, fromTemplate: true, connection) }
            var values: [(Key, JSON)] = []
            try connection.query(
                "SELECT kind, function, qualifier, value FROM lambda_setting WHERE region = ?",
                [.text(region)]
            ) { row in
                if let kind = Kind(rawValue: row.text(0)) {
                    values.append((Key(kind, row.text(1), row.text(2)), try JSON(parsing: row.text(3))))
                }
                return true
            }
            return values
        }
        self.template.withLock { $0 = template }
        state.withLock { state in
            state = State(generation: state.generation + 1)
            for (key, value) in values { state.set(value, key) }
        }
    }

    /// Forgets what callers have set. Returns the names of the functions there were.
    func reset(_ database: Database) throws -> [String] {
        let (names, declarations) = state.withLock { state in
            (state.values.filter { $0.value[Key(.function, $0.key)] != nil }.map(\.key), state.declarations)
        }
        try database.writeAndWait { [region] in
            _ = try $0.run("DELETE FROM lambda_setting WHERE from_template = 0 AND region = ?", .text(region))
        }
        try load(database, template: template.withLock { $0 })
        for (function, settings) in declarations { declare(function, settings) }
        return names
    }

    /// Holds what the template says of a function itself. What callers change of it is forgotten at the next start.
    func declare(_ function: String, _ settings: [Key: JSON]) {
        state.withLock { state in
            state.declarations[function] = settings
            for (key, value) in settings { state.set(value, key) }
        }
    }

    package subscript(key: Key) -> JSON? {
        state.withLock { state in
            if let staged = state.staged.last(where: { $0.key == key }) { return staged.value }
            return state.values[key.function]?[key]
        }
    }

    /// Another one after each change.
    var generation: Int { state.withLock { $0.generation } }

    /// Names that functions have.
    var functionNames: [String] {
        state.withLock { state in state.values.filter { $0.value[Key(.function, $0.key)] != nil }.map(\.key) }
    }

    /// Those of all functions, in no order.
    func all(_ kind: Kind) -> [(key: Key, value: JSON)] {
        state.withLock { state in
            state.values.values.flatMap { $0.filter { $0.key.kind == kind }.map { ($0.key, $0.value) } }
        }
    }

    /// Those of a function, in the order of their qualifiers.
    func all(_ kind: Kind, of function: String) -> [(qualifier: String, value: JSON)] {
        state.withLock { state in
            (state.values[function] ?? [:]).filter { $0.key.kind == kind }
                .map { ($0.key.qualifier, $0.value) }
                .sorted { $0.0 < $1.0 }
        }
    }

    /// The keys of all that is said of a function, or of one of its versions or aliases.
    func keys(of function: String, _ qualifier: String? = nil) -> [Key] {
        let kept: Set<Kind> = [.lastVersion, .layer, .layerPolicy, .lastLayerVersion, .codeSigningConfig]
        return state.withLock { state in
            (state.values[function] ?? [:]).keys.filter { key in
                !kept.contains(key.kind) && (qualifier == nil || key.qualifier == qualifier)
            }
        }
    }

    /// Writes or, with `nil`, removes a value in the transaction of `connection`; `publish` is to follow its commit.
    func set(_ value: JSON?, _ key: Key, _ connection: Connection) throws {
        if let value {
            try write(value, key, fromTemplate: isDeclared(key), connection)
        } else {
            try connection.run(
                "DELETE FROM lambda_setting WHERE region = ? AND kind = ? AND function = ? AND qualifier = ?",
                .text(region),
                .text(key.kind.rawValue),
                .text(key.function),
                .text(key.qualifier)
            )
        }
        state.withLock { $0.staged.append((key, value)) }
    }

    /// Whether the template says it anew at the next start.
    private func isDeclared(_ key: Key) -> Bool {
        if key.kind == .declaredPolicy { return true }
        guard key.kind == .function, key.qualifier == "$LATEST" else { return false }
        return state.withLock { $0.declarations[key.function] != nil }
    }

    /// Shows what was set before the commit that has just been.
    func publish() {
        state.withLock { state in
            for (key, value) in state.staged { state.set(value, key) }
            state.staged = []
        }
    }

    private func write(_ value: JSON, _ key: Key, fromTemplate: Bool, _ connection: Connection) throws {
        try connection.run(
            """
            INSERT OR REPLACE INTO lambda_setting (region, kind, function, qualifier, value, from_template)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            .text(region),
            .text(key.kind.rawValue),
            .text(key.function),
            .text(key.qualifier),
            .text(value.text),
            .integer(fromTemplate ? 1 : 0)
        )
    }
}

extension FunctionSettings {
    package func eventInvokeConfig(of function: String, _ qualifier: String?) -> EventInvokeConfig {
        self[Key(.eventInvokeConfig, function, qualifier)].map(EventInvokeConfig.init) ?? EventInvokeConfig()
    }

    /// Whether a function may be invoked in a circle without end.
    func allowsRecursion(_ function: String) -> Bool { self[Key(.recursiveLoop, function)] == "Allow" }
}
