import JSON
import ServiceKit
import Storage
import Wire

/// Forgets a backup.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteBackup.html
struct DeleteBackup: Operation {
    static let input = Shape.structure("DeleteBackupInput", [.required("BackupArn", .backupARN)])
    static let access = OperationAccess.write(.alone)

    private let arn: String

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) { arn = input["BackupArn"]?.stringValue ?? "" }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        guard let backup = try Backup.find(arn, connection) else { throw AWSError.noBackup(arn) }
        try backup.delete(connection)
        var reply = Reply()
        reply.member("BackupDescription", backup.description("DELETED"))
        return reply.finish()
    }
}
