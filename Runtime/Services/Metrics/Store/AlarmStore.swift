import JSON
import Storage
import Time
import Wire

/// Alarms and their history as the store keeps them.
struct AlarmStore {
    let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    private struct Document: Codable {
        var request: String
        var state: AlarmState
        var configured: Int64
        var tags: [String: String]
    }

    /// In the order of their names.
    func all() throws -> [MetricAlarm] {
        var alarms: [MetricAlarm] = []
        try connection.query("SELECT document FROM metrics_alarm ORDER BY name", []) { row in
            alarms.append(try Self.alarm(row))
            return true
        }
        return alarms
    }

    func alarm(_ name: String) throws -> MetricAlarm? {
        try connection.first("SELECT document FROM metrics_alarm WHERE name = ?", .text(name), read: Self.alarm)
    }

    private static func alarm(_ row: Row) throws -> MetricAlarm {
        let document = try JSONCoder.decode(Document.self, from: row.bytes(0))
        return try MetricAlarm(
            try JSON(parsing: document.request).objectValue ?? JSON.Object(),
            state: document.state,
            configured: document.configured,
            tags: document.tags
        )
    }

    /// Adds an alarm, or puts it in the place of the one of its name.
    func put(_ alarm: MetricAlarm) throws {
        let document = Document(
            request: JSON.object(alarm.request).text,
            state: alarm.state,
            configured: alarm.configured,
            tags: alarm.tags
        )
        try connection.run(
            "INSERT OR REPLACE INTO metrics_alarm (name, document) VALUES (?, ?)",
            .text(alarm.name),
            .blob(try JSONCoder.encode(document))
        )
    }

    func remove(_ name: String) throws {
        try connection.run("DELETE FROM metrics_alarm WHERE name = ?", .text(name))
    }

    // MARK: History

    struct HistoryItem: Sendable {
        enum Kind: String, Sendable, CaseIterable {
            case configurationUpdate = "ConfigurationUpdate"
            case stateUpdate = "StateUpdate"
            case action = "Action"
        }

        var alarm: String
        var instant: Timestamp
        var kind: Kind
        var summary: String
        /// JSON.
        var data: String

        var json: JSON {
            [
                "AlarmName": .string(alarm), "AlarmType": "MetricAlarm", "Timestamp": JSON(instant.secondsSinceEpoch),
                "HistoryItemType": .string(kind.rawValue), "HistorySummary": .string(summary),
                "HistoryData": .string(data),
            ]
        }
    }

    func add(_ item: HistoryItem) throws {
        try connection.run(
            "INSERT INTO metrics_history (alarm, instant, kind, summary, data) VALUES (?, ?, ?, ?, ?)",
            .text(item.alarm),
            .integer(item.instant.nanosecondsSinceEpoch),
            .text(item.kind.rawValue),
            .text(item.summary),
            .text(item.data)
        )
    }

    /// The oldest first.
    func history(of alarm: String?, kind: String?) throws -> [HistoryItem] {
        var items: [HistoryItem] = []
        try connection.query(
            """
            SELECT alarm, instant, kind, summary, data FROM metrics_history WHERE (?1 IS NULL OR alarm = ?1)
            AND (?2 IS NULL OR kind = ?2) ORDER BY number
            """,
            [alarm.map { .text($0) } ?? .null, kind.map { .text($0) } ?? .null]
        ) { row in
            items.append(
                HistoryItem(
                    alarm: row.text(0),
                    instant: Timestamp(nanosecondsSinceEpoch: Int64(row.integer(1))),
                    kind: HistoryItem.Kind(rawValue: row.text(2)) ?? .action,
                    summary: row.text(3),
                    data: row.text(4)
                )
            )
            return true
        }
        return items
    }

    /// AWS keeps two weeks of it.
    func forgetHistory(before horizon: Timestamp) throws {
        try connection.run("DELETE FROM metrics_history WHERE instant < ?", .integer(horizon.nanosecondsSinceEpoch))
    }
}
