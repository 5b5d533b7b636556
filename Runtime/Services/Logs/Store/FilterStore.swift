import JSON
import Storage
import Wire

/// Subscription and metric filters as the store keeps them.
struct FilterStore {
    let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    struct Entry {
        var group: Int
        var groupName: String
        var kind: String
        var name: String
        var document: [UInt8]
    }

    /// In the order of groups' and filters' names.
    func entries(kind: String? = nil, of group: LogGroup? = nil) throws -> [Entry] {
        var entries: [Entry] = []
        try connection.query(
            """
            SELECT f.log_group, g.name, f.kind, f.name, f.document FROM logs_filter f
            JOIN logs_group g ON g.number = f.log_group WHERE (?1 IS NULL OR f.kind = ?1)
            AND (?2 IS NULL OR f.log_group = ?2) ORDER BY g.name, f.name
            """,
            [kind.map { .text($0) } ?? .null, group.map { .integer($0.number) } ?? .null]
        ) { row in
            entries.append(
                Entry(
                    group: row.integer(0),
                    groupName: row.text(1),
                    kind: row.text(2),
                    name: row.text(3),
                    document: row.bytes(4)
                )
            )
            return true
        }
        return entries
    }

    func subscriptions(of group: LogGroup) throws -> [SubscriptionFilter] {
        try entries(kind: SubscriptionFilter.kind, of: group).map(Self.subscription)
    }

    func metricFilters(of group: LogGroup? = nil) throws -> [MetricFilter] {
        try entries(kind: MetricFilter.kind, of: group).map(Self.metricFilter)
    }

    private static func subscription(_ entry: Entry) throws -> SubscriptionFilter {
        try SubscriptionFilter(
            name: entry.name,
            group: entry.groupName,
            settings: JSONCoder.decode(SubscriptionFilter.Settings.self, from: entry.document)
        )
    }

    private static func metricFilter(_ entry: Entry) throws -> MetricFilter {
        try MetricFilter(
            name: entry.name,
            group: entry.groupName,
            settings: JSONCoder.decode(MetricFilter.Settings.self, from: entry.document)
        )
    }

    /// By the numbers of their groups.
    func all() throws -> [Int: LogListeners.GroupFilters] {
        var all: [Int: LogListeners.GroupFilters] = [:]
        for entry in try entries() {
            if entry.kind == SubscriptionFilter.kind {
                all[entry.group, default: .init()].subscriptions.append(try Self.subscription(entry))
            } else {
                all[entry.group, default: .init()].metrics.append(try Self.metricFilter(entry))
            }
        }
        return all
    }

    /// Adds a filter, or puts it in the place of one of the same name.
    func put(_ settings: some Encodable, kind: String, name: String, of group: LogGroup) throws {
        try connection.run(
            "INSERT OR REPLACE INTO logs_filter (log_group, kind, name, document) VALUES (?, ?, ?, ?)",
            .integer(group.number),
            .text(kind),
            .text(name),
            .blob(try JSONCoder.encode(settings))
        )
    }

    /// Returns whether there was one.
    func remove(kind: String, name: String, of group: LogGroup) throws -> Bool {
        try connection.run(
            "DELETE FROM logs_filter WHERE log_group = ? AND kind = ? AND name = ?",
            .integer(group.number),
            .text(kind),
            .text(name)
        ) > 0
    }
}
