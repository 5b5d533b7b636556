import JSON
import Time

/// Says that a table can be restored to what it was. No past states are kept: what is restored is the latest.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html
struct PointInTimeRecovery: Sendable, Codable {
    /// In days.
    static let longestPeriod = 35
    /// AWS restores no later than to five minutes ago.
    private static let delay = Duration.seconds(300)

    var enabled: Timestamp
    var periodInDays: Int

    /// A `ContinuousBackupsDescription`; AWS keeps backups of every table.
    static func reply(_ recovery: PointInTimeRecovery?, at now: Timestamp) -> [UInt8] {
        var description = JSON.Object([
            ("PointInTimeRecoveryStatus", .string(recovery == nil ? "DISABLED" : "ENABLED"))
        ])
        if let recovery {
            let earliest = max(recovery.enabled, now - .seconds(86_400 * recovery.periodInDays))
            description["EarliestRestorableDateTime"] = earliest.epochSecondsJSON
            description["LatestRestorableDateTime"] = max(earliest, now - delay).epochSecondsJSON
            description["RecoveryPeriodInDays"] = JSON(recovery.periodInDays)
        }
        var reply = Reply()
        reply.member(
            "ContinuousBackupsDescription",
            ["ContinuousBackupsStatus": "ENABLED", "PointInTimeRecoveryDescription": .object(description)]
        )
        return reply.finish()
    }
}
