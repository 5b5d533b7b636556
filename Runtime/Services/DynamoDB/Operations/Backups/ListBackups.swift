import JSON
import ServiceKit
import Storage
import Wire

/// Lists no backups: none can be made here.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListBackups.html
struct ListBackups: Operation {
    static let input = Shape.structure(
        "ListBackupsInput",
        [
            .optional("TableName", .tableName),
            .optional("Limit", .number(java: "Integer", range: 1...100)),
            .optional("TimeRangeLowerBound", .number(java: "Date")),
            .optional("TimeRangeUpperBound", .number(java: "Date")),
            .optional("ExclusiveStartBackupArn", .string(length: 37...1024)),
            .optional("BackupType", .string(values: ["USER", "SYSTEM", "AWS_BACKUP", "ALL"])),
        ]
    )
    static let access = OperationAccess.read

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {}

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        var reply = Reply()
        reply.member("BackupSummaries", [])
        return reply.finish()
    }
}
