import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Shows a table's definition, state and size.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTable.html
struct DescribeTable: TableOperation {
    static let input = Shape.structure("DescribeTableInput", [.required("TableName", .tableName)])
    static let access = OperationAccess.read

    private let tableName: String

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        tableName = input["TableName"]?.stringValue ?? ""
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        guard let table = service.catalogue[tableName] else { throw AWSError.noSuchTable(named: tableName) }
        let items = try TableStatistics.count(table.items.tableName, connection)
        var indexes: [String: (items: Int, bytes: Int)] = [:]
        for index in table.indexes {
            indexes[index.tableName] = try TableStatistics.count(index.tableName, connection)
        }
        let description = TableDescription(
            table: table,
            status: table.isUpdating ? .updating : .active,
            now: service.context.time.now,
            count: { _ in items },
            indexCount: { indexes[$0.tableName] ?? (0, 0) }
        )
        var reply = Reply()
        reply.member("Table", description.json)
        return reply.finish()
    }
}
