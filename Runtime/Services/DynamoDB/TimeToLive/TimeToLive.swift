import JSON
import Storage
import Time
import Wire

/// Which attribute tells when the items of a table expire, and whether that is heeded.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
struct TimeToLive: Sendable, Hashable {
    /// How long after a change AWS refuses the next one.
    static let fixedInterval = Duration.seconds(3600)

    var attributeName: String
    var isEnabled: Bool
    var changed: Timestamp
    /// Items that were there before the change may not have been entered yet.
    var isFilling = false

    /// When an item expires; `nil` for one that never does: the attribute is missing, no number, or beyond all times.
    func expiry(of item: AttributeMap) -> Expiry? {
        guard case .number(let number)? = item[attributeName] else { return nil }
        return Expiry(number)
    }

    /// The settings after a change. AWS looks at what is asked for before it looks at the time.
    static func changing(
        _ present: TimeToLive?,
        to enabled: Bool,
        _ attributeName: String,
        at now: Timestamp
    ) throws(AWSError) -> TimeToLive {
        if let present, present.isEnabled, !present.attributeName.hasSameBytes(as: attributeName) {
            throw .validation(
                "TimeToLive is active on a different AttributeName: "
                    + "current AttributeName is \(present.attributeName)"
            )
        }
        guard enabled != (present?.isEnabled ?? false) else {
            throw .validation("TimeToLive is already \(enabled ? "enabled" : "disabled")")
        }
        if let present, now - present.changed < Self.fixedInterval {
            throw .validation("Time to live has been modified multiple times within a fixed interval")
        }
        return TimeToLive(attributeName: attributeName, isEnabled: enabled, changed: now, isFilling: enabled)
    }
}

extension TimeToLive {
    /// By the numbers of their tables in the store.
    static func all(_ connection: Connection) throws -> [Int: TimeToLive] {
        var all: [Int: TimeToLive] = [:]
        let sql = "SELECT table_number, attribute, enabled, changed, filling FROM dynamodb_time_to_live"
        try connection.query(sql, []) { row in
            all[row.integer(0)] = TimeToLive(
                attributeName: row.text(1),
                isEnabled: row.integer(2) == 1,
                changed: Timestamp(nanosecondsSinceEpoch: Int64(row.integer(3))),
                isFilling: row.integer(4) == 1
            )
            return true
        }
        return all
    }

    func write(table: Int, _ connection: Connection) throws {
        try connection.run(
            """
            INSERT INTO dynamodb_time_to_live (table_number, attribute, enabled, changed, filling) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (table_number) DO UPDATE
            SET attribute = excluded.attribute, enabled = excluded.enabled, changed = excluded.changed,
            filling = excluded.filling
            """,
            .integer(table),
            .text(attributeName),
            .integer(isEnabled ? 1 : 0),
            .integer(changed.nanosecondsSinceEpoch),
            .integer(isFilling ? 1 : 0)
        )
    }

    func drop(table: Int, _ connection: Connection) throws {
        try connection.run("DELETE FROM dynamodb_time_to_live WHERE table_number = ?", .integer(table))
        if isEnabled { try ExpiryStore(table: table).removeAll(connection) }
    }
}
