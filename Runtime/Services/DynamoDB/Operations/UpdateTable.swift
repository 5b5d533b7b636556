import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Changes a table's capacity, settings, stream, and global indexes. All but a new index is in effect as soon as the reply is
/// there, though the reply says `UPDATING`, as AWS's does; a new index is `CREATING` until it holds all items.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html
struct UpdateTable: TableOperation {
    static let input = UpdateTableShape.shape
    static let access = OperationAccess.write(.alone)

    private let input: JSON.Object
    private let tableName: String
    private let stream: StreamSpecification?
    private let altered = PendingTable()

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        try UpdateTableRules.check(input)
        self.input = input
        tableName = try service.catalogue.name(input["TableName"]?.stringValue ?? "")
        stream = StreamSpecification(input["StreamSpecification"])
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        guard let table = service.catalogue[tableName] else { throw AWSError.noSuchTable(named: tableName) }
        try table.checkIsActive()
        try stream?.check(table)
        let now = service.context.time.now
        let update = try TableUpdate(input, table, at: now)
        var altered = try table.altered(update.request, update.history, connection)
        if let stream { altered = try altered.with(stream, at: now, connection) }
        if let name = update.created { try altered.index(named: name).create(connection) }
        try update.deleted?.drop(connection)
        self.altered.set(altered)
        let description = TableDescription(table: altered, status: .updating, now: now, update: update)
        var reply = Reply()
        reply.member("TableDescription", description.json)
        return reply.finish()
    }

    func committed(_ service: DynamoDB) {
        altered.insert(into: service.catalogue)
        service.backfill(IndexBackfill.self, of: tableName)
        if stream != nil { service.retainStreams() }
    }
}
