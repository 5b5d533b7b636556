import JSON
import ServiceKit
import Storage
import Wire

/// Shows a backup.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeBackup.html
struct DescribeBackup: Operation {
    static let input = Shape.structure("DescribeBackupInput", [.required("BackupArn", .backupARN)])
    static let access = OperationAccess.read

    private let arn: String

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) { arn = input["BackupArn"]?.stringValue ?? "" }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        guard let backup = try Backup.find(arn, connection) else { throw AWSError.noBackup(arn) }
        var reply = Reply()
        reply.member("BackupDescription", backup.description("AVAILABLE"))
        return reply.finish()
    }
}
