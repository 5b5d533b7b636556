import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Lists backups from the oldest on, up to a hundred at a time.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListBackups.html
struct ListBackups: Operation {
    static let input = Shape.structure(
        "ListBackupsInput",
        [
            .optional("TableName", .tableName),
            .optional("Limit", .number(java: "Integer", range: 1...100)),
            .optional("TimeRangeLowerBound", .number(java: "Date")),
            .optional("TimeRangeUpperBound", .number(java: "Date")),
            .optional("ExclusiveStartBackupArn", .backupARN),
            .optional("BackupType", .string(values: ["USER", "SYSTEM", "AWS_BACKUP", "ALL"])),
        ]
    )
    static let access = OperationAccess.read

    private let tableName: String?
    private let limit: Int
    /// In seconds; the upper bound is not within.
    private let bounds: (lower: Double?, upper: Double?)
    private let start: String?
    /// All that can be made here are users' own.
    private let listsUsers: Bool

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        tableName = try input["TableName"]?.stringValue.map(service.catalogue.name)
        limit = input["Limit"]?.intValue ?? 100
        bounds = (input["TimeRangeLowerBound"]?.doubleValue, input["TimeRangeUpperBound"]?.doubleValue)
        start = input["ExclusiveStartBackupArn"]?.stringValue
        listsUsers = ["USER", "ALL"].contains(input["BackupType"]?.stringValue ?? "USER")
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        var backups = listsUsers ? try Backup.all(connection: connection).filter(isListed) : []
        if let start, let place = backups.firstIndex(where: { $0.arn == start }) { backups.removeFirst(place + 1) }
        var reply = Reply()
        reply.member("BackupSummaries", .array(backups.prefix(limit).map(\.summary)))
        if backups.count > limit { reply.member("LastEvaluatedBackupArn", .string(backups[limit - 1].arn)) }
        return reply.finish()
    }

    private func isListed(_ backup: Backup) -> Bool {
        let seconds = Double(backup.created.millisecondsSinceEpoch) / 1000
        return tableName.map { $0 == backup.tableName } ?? true
            && bounds.lower.map { $0 <= seconds } ?? true && bounds.upper.map { seconds < $0 } ?? true
    }
}
