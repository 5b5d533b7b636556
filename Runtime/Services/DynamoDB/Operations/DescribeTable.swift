import ServiceKit
import Storage
import Time
import Wire

/// Shows a table's definition, state and size.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTable.html
struct DescribeTable: TableOperation, TableQuestion {
    let tableName: String

    func answer(_ table: Table, _ service: DynamoDB, _ connection: Connection, _ reply: inout Reply) throws {
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
        reply.member("Table", description.json)
    }
}
