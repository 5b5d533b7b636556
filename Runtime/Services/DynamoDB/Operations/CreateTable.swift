import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Makes a table. It is there as soon as the reply is, though the reply still says `CREATING`, as AWS's does.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html
struct CreateTable: TableOperation {
    static let input = CreateTableShape.shape
    static let access = OperationAccess.write(.alone)

    let definition: TableDefinition
    private let policy: String?
    /// When the stream is said to have been made, if not now.
    var streamCreated: Timestamp?
    private let created = PendingTable()

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        try CreateTableRules.check(input)
        var input = input
        input["TableName"] = .string(try service.catalogue.name(input["TableName"]?.stringValue ?? ""))
        policy = input["ResourcePolicy"]?.stringValue
        input["ResourcePolicy"] = nil
        definition = TableDefinition(input)
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        guard service.catalogue[definition.name] == nil else { throw AWSError.tableExists(definition.name) }
        let context = service.context
        let now = context.time.now
        var table = try Table.create(
            definition,
            (account: context.account, id: context.ids.uuid(), now: now, streamCreated: streamCreated ?? now),
            connection
        )
        if let policy { table = try table.altered(.putting(policy, over: nil, at: now), connection) }
        created.set(table)
        var reply = Reply()
        reply.member("TableDescription", TableDescription(table: table, status: .creating, now: now).json)
        return reply.finish()
    }

    func committed(_ service: DynamoDB) { created.insert(into: service.catalogue) }
}
