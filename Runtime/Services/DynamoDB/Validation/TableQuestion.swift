import JSON
import ServiceKit
import Storage
import Wire

/// An action whose request is the name of a table, and which tells something of that table.
protocol TableQuestion: Operation<DynamoDB> {
    var tableName: String { get }

    init(tableName: String)

    /// Writes the reply's members.
    func answer(_ table: Table, _ service: DynamoDB, _ connection: Connection, _ reply: inout Reply) throws
}

extension TableQuestion {
    static var input: Shape { .structure("\(name)Input", [.required("TableName", .tableName)]) }
    static var access: OperationAccess { .read }

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        self.init(tableName: try service.catalogue.name(input["TableName"]?.stringValue ?? ""))
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        guard let table = service.catalogue[tableName] else { throw AWSError.noSuchTable(named: tableName) }
        var reply = Reply()
        try answer(table, service, connection, &reply)
        return reply.finish()
    }
}
