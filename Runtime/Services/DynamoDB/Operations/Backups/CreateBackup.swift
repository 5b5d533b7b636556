import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Keeps what a table holds.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateBackup.html
struct CreateBackup: Operation {
    static let input = Shape.structure(
        "CreateBackupInput",
        [.required("TableName", .tableName), .required("BackupName", .name)]
    )
    static let access = OperationAccess.write(.alone)

    private let tableName: String
    private let backupName: String

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        tableName = try service.catalogue.name(input["TableName"]?.stringValue ?? "")
        backupName = input["BackupName"]?.stringValue ?? ""
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        guard let table = service.catalogue[tableName] else { throw AWSError.tableNotFound(tableName) }
        let now = service.context.time.now
        let milliseconds = String(now.millisecondsSinceEpoch)
        let stamp = String(repeating: "0", count: max(0, 14 - milliseconds.utf8.count)) + milliseconds
        let arn = "\(table.arn)/backup/\(stamp)-\(service.context.ids.uuid().prefix(8))"
        let backup = try Backup.make(backupName, arn: arn, of: table, at: now, connection)
        var reply = Reply()
        reply.member("BackupDetails", .object(backup.details("CREATING")))
        return reply.finish()
    }
}
