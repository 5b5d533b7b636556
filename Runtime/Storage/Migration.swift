import GRDB

/// One step in the life of a service's schema. Runs once for each file, in the order given.
package struct Migration: Sendable {
    /// Unique in the file, never changed once released: `dynamodb.1`.
    package var name: String
    /// The statements, separated by semicolons.
    package var script: String

    package init(_ name: String, _ script: String) {
        self.name = name
        self.script = script
    }
}

extension DatabaseMigrator {
    init(_ migrations: [Migration]) {
        self.init()
        for migration in migrations {
            registerMigration(migration.name) { try $0.execute(sql: migration.script) }
        }
    }
}
