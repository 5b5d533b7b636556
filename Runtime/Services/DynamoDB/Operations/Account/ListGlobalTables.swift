import JSON
import ServiceKit
import Storage
import Wire

/// Lists no global tables: none can be made here.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListGlobalTables.html
struct ListGlobalTables: Operation {
    static let input = Shape.structure(
        "ListGlobalTablesInput",
        [
            .optional("ExclusiveStartGlobalTableName", .name),
            .optional("Limit", .number(java: "Integer", range: 1...Int(Int32.max))),
            .optional("RegionName", .text),
        ]
    )
    static let access = OperationAccess.read

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {}

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        var reply = Reply()
        reply.member("GlobalTables", [])
        return reply.finish()
    }
}
