import JSON
import ServiceKit
import Storage
import Wire

/// Lists tables in the order of their names, up to a hundred at a time.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTables.html
struct ListTables: Operation {
    static let input = Shape.structure(
        "ListTablesInput",
        [
            .optional("ExclusiveStartTableName", .name),
            .optional("Limit", .number(java: "Integer", range: 1...100)),
        ]
    )
    static let access = OperationAccess.read

    private let start: String?
    private let limit: Int

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        start = input["ExclusiveStartTableName"]?.stringValue
        limit = input["Limit"]?.intValue ?? 100
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        let names = service.catalogue.names.filter { name in start.map { $0 < name } ?? true }
        var reply = Reply()
        reply.member("TableNames", .array(names.prefix(limit).map { .string($0) }))
        if names.count > limit { reply.member("LastEvaluatedTableName", .string(names[limit - 1])) }
        return reply.finish()
    }
}
