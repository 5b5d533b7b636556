import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Gives a table a policy, or another one.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutResourcePolicy.html
struct PutResourcePolicy: Operation {
    static let input = Shape.structure(
        "PutResourcePolicyInput",
        [
            .required("ResourceArn", .string(length: 1...1283)),
            .required("Policy", .text),
            .optional("ExpectedRevisionId", .string(length: 1...255)),
            .optional("ConfirmRemoveSelfResourceAccess", .boolean),
        ]
    )
    static let access = OperationAccess.write(.alone)

    private let tableName: String
    private let policy: String
    private let expectedRevision: String?
    private let altered = PendingTable()

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        tableName = try ResourceARN(input["ResourceArn"]?.stringValue).tableName(service.catalogue)
        policy = input["Policy"]?.stringValue ?? ""
        expectedRevision = input["ExpectedRevisionId"]?.stringValue
        try ResourcePolicy.check(policy)
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        guard let table = service.catalogue[tableName] else { throw AWSError.noSuchTable(named: tableName) }
        let present = table.history.policy
        try ResourcePolicy.check(present, isAt: expectedRevision, table)
        let policy = ResourcePolicy.putting(self.policy, over: present, at: service.context.time.now)
        altered.set(try table.altered(policy, connection))
        var reply = Reply()
        reply.member("RevisionId", .string(policy.revision))
        return reply.finish()
    }

    func committed(_ service: DynamoDB) { altered.insert(into: service.catalogue) }
}

extension Table {
    func altered(_ policy: ResourcePolicy?, _ connection: Connection) throws -> Table {
        var history = history
        history.policy = policy
        return try altered(definition.request, history, connection)
    }
}
