import JSON
import ServiceKit
import Storage
import Wire

/// Takes a table's policy away. A table that has none is no error.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteResourcePolicy.html
struct DeleteResourcePolicy: Operation {
    static let input = Shape.structure(
        "DeleteResourcePolicyInput",
        [
            .required("ResourceArn", .string(length: 1...1283)),
            .optional("ExpectedRevisionId", .string(length: 1...255)),
        ]
    )
    static let access = OperationAccess.write(.alone)

    private let tableName: String
    private let expectedRevision: String?
    private let altered = PendingTable()

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        tableName = try ResourceARN(input["ResourceArn"]?.stringValue).tableName(service.catalogue)
        expectedRevision = input["ExpectedRevisionId"]?.stringValue
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        guard let table = service.catalogue[tableName] else { throw AWSError.noSuchTable(named: tableName) }
        let present = table.history.policy
        try ResourcePolicy.check(present, isAt: expectedRevision, table)
        altered.set(try table.altered(Optional<ResourcePolicy>.none, connection))
        var reply = Reply()
        if let present { reply.member("RevisionId", .string(present.revision)) }
        return reply.finish()
    }

    func committed(_ service: DynamoDB) { altered.insert(into: service.catalogue) }
}
