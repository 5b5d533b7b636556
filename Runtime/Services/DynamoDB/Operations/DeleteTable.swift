import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Removes a table with its items. It is gone as soon as the reply is there.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteTable.html
struct DeleteTable: TableOperation {
    static let input = Shape.structure("DeleteTableInput", [.required("TableName", .tableName)])
    static let access = OperationAccess.write(.alone)

    private let tableName: String

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        tableName = try service.catalogue.name(input["TableName"]?.stringValue ?? "")
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        guard let table = service.catalogue[tableName] else { throw AWSError.noSuchTable(named: tableName) }
        try table.checkIsActive()
        guard !table.definition.isProtected else {
            throw AWSError.validation(
                "Resource cannot be deleted as it is currently protected against deletion. "
                    + "Disable deletion protection first."
            )
        }
        try table.drop(at: service.context.time.now, connection)
        var reply = Reply()
        let description = TableDescription(table: table, status: .deleting, now: service.context.time.now)
        reply.member("TableDescription", description.summary)
        return reply.finish()
    }

    func committed(_ service: DynamoDB) {
        service.catalogue.remove(tableName)
        service.retainStreams()
    }
}
