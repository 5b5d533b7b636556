import Storage
import Template

/// What API keys have used of their plans' quotas, in a SQLite store.
package struct StoredUsage: Sendable {
    package static let migrations = [
        Migration(
            "gateway.1",
            """
            CREATE TABLE usage_plan_quota (
                plan TEXT NOT NULL,
                api_key TEXT NOT NULL,
                period TEXT NOT NULL,
                first_period INTEGER NOT NULL,
                current_period INTEGER NOT NULL,
                used INTEGER NOT NULL
            );
            CREATE UNIQUE INDEX usage_plan_quota_key ON usage_plan_quota (plan, api_key);
            """
        )
    ]

    /// A plan and one of its keys, by their ids.
    struct Use: Sendable, Hashable {
        var plan: String
        var key: String
    }

    private let database: Database
    /// As it was at the start.
    let records: [Use: QuotaCount.Record]

    /// `database` has been opened with `migrations`. For start-up: it waits.
    package init(_ database: Database) throws {
        self.database = database
        records = try database.readAndWait { connection in
            var records: [Use: QuotaCount.Record] = [:]
            let columns = "plan, api_key, period, first_period, current_period, used"
            try connection.query("SELECT \(columns) FROM usage_plan_quota", []) { row in
                guard let period = Application.Quota.Period(rawValue: row.text(2)) else { return true }
                records[Use(plan: row.text(0), key: row.text(1))] = QuotaCount.Record(
                    period: period,
                    first: row.integer(3),
                    current: row.integer(4),
                    used: row.integer(5)
                )
                return true
            }
            return records
        }
    }

    /// Calls back when it is durable, or lost.
    func save(
        _ records: [Use: QuotaCount.Record],
        completion: @escaping @Sendable (Result<Void, any Error>) -> Void
    ) {
        database.write {
            try Self.write(records, $0)
        } completion: {
            completion($0)
        }
    }

    /// The same for a caller that can wait.
    func saveAndWait(_ records: [Use: QuotaCount.Record]) throws {
        try database.writeAndWait { try Self.write(records, $0) }
    }

    func removeAll() throws {
        try database.writeAndWait { _ = try $0.run("DELETE FROM usage_plan_quota") }
    }

    private static func write(_ records: [Use: QuotaCount.Record], _ connection: Connection) throws {
        for (use, record) in records {
            try connection.run(
                """
                INSERT OR REPLACE INTO usage_plan_quota (plan, api_key, period, first_period, current_period, used)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
                .text(use.plan),
                .text(use.key),
                .text(record.period.rawValue),
                .integer(record.first),
                .integer(record.current),
                .integer(record.used)
            )
        }
    }
}
