import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Makes a table of a backup. Stream, tags, expiry and recovery are not restored, as on AWS.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_RestoreTableFromBackup.html
struct RestoreTableFromBackup: Operation {
    static let input = Shape.structure(
        "RestoreTableFromBackupInput",
        Restoration.overrides + [.required("BackupArn", .backupARN)]
    )
    static let access = OperationAccess.write(.alone)

    private let arn: String
    private let restoration: Restoration
    private let restored = PendingTable()

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        arn = input["BackupArn"]?.stringValue ?? ""
        restoration = Restoration(input)
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        guard let backup = try Backup.find(arn, connection) else { throw AWSError.noBackup(arn) }
        try restoration.check(service)
        let now = service.context.time.now
        let summary = RestoreSummary(
            backupARN: arn,
            tableARN: backup.table["TableArn"]?.stringValue ?? "",
            time: now
        )
        let table = try restoration.table(backup.request, items: backup.itemsTable, summary, service, connection)
        restored.set(table)
        var reply = Reply()
        reply.member("TableDescription", TableDescription(table: table, status: .creating, now: now).json)
        return reply.finish()
    }

    func committed(_ service: DynamoDB) { restored.insert(into: service.catalogue) }
}
