import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Shows whether a table has point-in-time recovery.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeContinuousBackups.html
struct DescribeContinuousBackups: Operation {
    static let input = Shape.structure("DescribeContinuousBackupsInput", [.required("TableName", .tableName)])
    static let access = OperationAccess.read

    private let tableName: String

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        tableName = try service.catalogue.name(input["TableName"]?.stringValue ?? "")
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        guard let table = service.catalogue[tableName] else { throw AWSError.tableNotFound(tableName) }
        return PointInTimeRecovery.reply(table.history.recovery, at: service.context.time.now)
    }
}

extension AWSError {
    /// What the actions of backups say, and no other.
    static func tableNotFound(_ name: String) -> AWSError {
        AWSError("TableNotFoundException", message: "Table not found: \(name)")
    }
}
