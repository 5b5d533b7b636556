import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Turns a table's point-in-time recovery on and off.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateContinuousBackups.html
struct UpdateContinuousBackups: Operation {
    static let input = Shape.structure(
        "UpdateContinuousBackupsInput",
        [
            .required("TableName", .tableName),
            .required(
                "PointInTimeRecoverySpecification",
                .structure(
                    "PointInTimeRecoverySpecification",
                    [
                        .required("PointInTimeRecoveryEnabled", .boolean),
                        .optional(
                            "RecoveryPeriodInDays",
                            .number(java: "Integer", range: 1...PointInTimeRecovery.longestPeriod)
                        ),
                    ]
                )
            ),
        ]
    )
    static let access = OperationAccess.write(.alone)

    private let tableName: String
    private let isEnabled: Bool
    private let periodInDays: Int?
    private let altered = PendingTable()

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        tableName = try service.catalogue.name(input["TableName"]?.stringValue ?? "")
        let specification = input["PointInTimeRecoverySpecification"]
        isEnabled = specification?["PointInTimeRecoveryEnabled"]?.boolValue ?? false
        periodInDays = specification?["RecoveryPeriodInDays"]?.intValue
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        guard let table = service.catalogue[tableName] else { throw AWSError.tableNotFound(tableName) }
        let now = service.context.time.now
        var history = table.history
        history.recovery = isEnabled ? enabled(history.recovery, at: now) : nil
        altered.set(try table.altered(table.definition.request, history, connection))
        return PointInTimeRecovery.reply(history.recovery, at: now)
    }

    /// What is on stays on since when it was.
    private func enabled(_ present: PointInTimeRecovery?, at now: Timestamp) -> PointInTimeRecovery {
        PointInTimeRecovery(
            enabled: present?.enabled ?? now,
            periodInDays: periodInDays ?? present?.periodInDays ?? PointInTimeRecovery.longestPeriod
        )
    }

    func committed(_ service: DynamoDB) { altered.insert(into: service.catalogue) }
}
