import JSON
import Storage
import Time
import Wire

/// The alarms of a region and their history as the store keeps them.
struct AlarmStore {
    let connection: Connection
    /// Whose alarms these are, and where.
    let account: AWSAccount
    /// As the store has it: empty for the one that Hearth is said to be in.
    private let region: String

    /// `region` is the one that Hearth is said to be in, that of `home`, unless said otherwise.
    init(_ connection: Connection, region: String? = nil, home: AWSAccount) {
        self.connection = connection
        let region = region.flatMap { $0.isEmpty || $0 == home.region ? nil : $0 }
        account = AWSAccount(id: home.id, region: region ?? home.region)
        self.region = region ?? ""
    }

    /// One for each region that has alarms.
    static func all(_ connection: Connection, home: AWSAccount) throws -> [AlarmStore] {
        var stores: [AlarmStore] = []
        try connection.query("SELECT DISTINCT region FROM metrics_alarm ORDER BY region", []) { row in
            stores.append(AlarmStore(connection, region: row.text(0), home: home))
            return true
        }
        return stores
    }

    private struct Document: Codable {
        var request: String
        var state: AlarmState
        var configured: Int64
        var tags: [String: String]
    }

    /// In the order of their names.
    func all() throws -> [any StatefulAlarm] {
        var alarms: [any StatefulAlarm] = []
        try connection.query("SELECT document FROM metrics_alarm WHERE region = ? ORDER BY name", [.text(region)]) {
            row in
            alarms.append(try Self.alarm(row))
            return true
        }
        return alarms
    }

    func metricAlarms() throws -> [MetricAlarm] { try all().compactMap { $0 as? MetricAlarm } }

    func alarm(_ name: String) throws -> (any StatefulAlarm)? {
        try connection.first(
            "SELECT document FROM metrics_alarm WHERE region = ? AND name = ?",
            .text(region),
            .text(name),
            read: Self.alarm
        )
    }

    private static func alarm(_ row: Row) throws -> any StatefulAlarm {
        let document = try JSONCoder.decode(Document.self, from: row.bytes(0))
        let request = try JSON(parsing: document.request).objectValue ?? JSON.Object()
        let (state, configured, tags) = (document.state, document.configured, document.tags)
        return request["AlarmRule"] == nil
            ? try MetricAlarm(request, state: state, configured: configured, tags: tags)
            : try CompositeAlarm(request, state: state, configured: configured, tags: tags)
    }

    /// Adds an alarm, or puts it in the place of the one of its name.
    func put(_ alarm: any StatefulAlarm) throws {
        let document = Document(
            request: JSON.object(alarm.request).text,
            state: alarm.state,
            configured: alarm.configured,
            tags: alarm.tags
        )
        try connection.run(
            "INSERT OR REPLACE INTO metrics_alarm (region, name, document) VALUES (?, ?, ?)",
            .text(region),
            .text(alarm.name),
            .blob(try JSONCoder.encode(document))
        )
    }

    /// The alarm in whose place one is put; it must be of the same type.
    func former<Alarm: StatefulAlarm>(of alarm: Alarm) throws -> Alarm? {
        let former = try self.alarm(alarm.name)
        guard former == nil || former is Alarm else {
            throw AWSError.validation("An alarm of another type has the name \(alarm.name).")
        }
        return former as? Alarm
    }

    /// Makes an alarm, or changes `former`, which keeps its state and its tags.
    func put<Alarm: StatefulAlarm>(_ alarm: Alarm, after former: Alarm?, _ now: Timestamp) throws {
        var alarm = alarm
        if let former { (alarm.state, alarm.tags) = (former.state, former.tags) }
        try put(alarm)
        try add(.configurationUpdate(of: alarm, isNew: former == nil, now))
    }

    /// Keeps what alarms have become, and notes it in their history.
    func put(_ transitions: [AlarmTransition], _ now: Timestamp) throws {
        for transition in transitions {
            try put(transition.alarm)
            if transition.isOfValue || transition.alarm is MetricAlarm { try add(transition.historyItem(now)) }
        }
    }

    func remove(_ name: String) throws {
        try connection.run("DELETE FROM metrics_alarm WHERE region = ? AND name = ?", .text(region), .text(name))
    }

    // MARK: History

    struct HistoryItem: Sendable {
        enum Kind: String, Sendable, CaseIterable {
            case configurationUpdate = "ConfigurationUpdate"
            case stateUpdate = "StateUpdate"
            case action = "Action"
        }

        var alarm: String
        var type: AlarmType
        var instant: Timestamp
        var kind: Kind
        var summary: String
        /// JSON.
        var data: String

        static func configurationUpdate(of alarm: any StatefulAlarm, isNew: Bool, _ now: Timestamp) -> HistoryItem {
            HistoryItem(
                alarm: alarm.name,
                type: alarm.type,
                instant: now,
                kind: .configurationUpdate,
                summary: "Alarm \"\(alarm.name)\" \(isNew ? "created" : "updated")",
                data: JSON.object(alarm.request).text
            )
        }

        var json: JSON {
            [
                "AlarmName": .string(alarm), "AlarmType": .string(type.rawValue),
                "Timestamp": JSON(instant.secondsSinceEpoch),
                "HistoryItemType": .string(kind.rawValue), "HistorySummary": .string(summary),
                "HistoryData": .string(data),
            ]
        }
    }

    func add(_ item: HistoryItem) throws {
        try connection.run(
            """
            INSERT INTO metrics_history (region, alarm, type, instant, kind, summary, data) VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            .text(region),
            .text(item.alarm),
            .text(item.type.rawValue),
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
            SELECT alarm, instant, kind, summary, data, type FROM metrics_history WHERE region = ?3
            AND (?1 IS NULL OR alarm = ?1) AND (?2 IS NULL OR kind = ?2) ORDER BY number
            """,
            [alarm.map { .text($0) } ?? .null, kind.map { .text($0) } ?? .null, .text(region)]
        ) { row in
            items.append(
                HistoryItem(
                    alarm: row.text(0),
                    type: AlarmType(rawValue: row.text(5)) ?? .metric,
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

    /// AWS keeps two weeks of it. That of all regions.
    func forgetHistory(before horizon: Timestamp) throws {
        try connection.run("DELETE FROM metrics_history WHERE instant < ?", .integer(horizon.nanosecondsSinceEpoch))
    }
}
