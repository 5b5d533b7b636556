import JSON
import ServiceKit
import Storage
import Synchronization
import Time
import Wire

/// Makes a table. It is there as soon as the reply is, though the reply still says `CREATING`, as AWS's does.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html
struct CreateTable: Operation {
    static let input = CreateTableShape.shape
    static let access = OperationAccess.write(.alone)

    private let input: JSON.Object
    let definition: TableDefinition
    private let created: Created

    /// The table between its transaction and its commit.
    private final class Created: Sendable {
        let table = Mutex<Table?>(nil)
    }

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        try CreateTableRules.check(input)
        var input = input
        input["TableName"] = .string(Catalogue.plainName(input["TableName"]?.stringValue ?? ""))
        self.input = input
        definition = TableDefinition(input)
        created = Created()
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        guard service.catalogue[definition.name] == nil else { throw AWSError.tableExists(definition.name) }
        let context = service.context
        let table = try Table.create(
            definition,
            input,
            (account: context.account, id: context.ids.uuid(), now: context.time.now),
            connection
        )
        created.table.withLock { $0 = table }
        var reply = Reply()
        reply.member("TableDescription", TableDescription(table: table, status: .creating).json)
        return reply.finish()
    }

    func committed(_ service: DynamoDB) {
        if let table = created.table.withLock({ $0 }) { service.catalogue.insert(table) }
    }
}
