import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Gives a table or a stream a policy, or another one.
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

    private let subject: PolicySubject
    private let policy: String
    private let expectedRevision: String?
    private let altered = PendingTable()

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        subject = try PolicySubject(ResourceARN(input["ResourceArn"]?.stringValue), service.catalogue)
        policy = input["Policy"]?.stringValue ?? ""
        expectedRevision = input["ExpectedRevisionId"]?.stringValue
        try ResourcePolicy.check(policy)
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        let table = try subject.table(service)
        let present = subject.policy(table)
        try ResourcePolicy.check(present, isAt: expectedRevision, table)
        let policy = ResourcePolicy.putting(self.policy, over: present, at: service.context.time.now)
        altered.set(try subject.setting(policy, on: table, connection))
        var reply = Reply()
        reply.member("RevisionId", .string(policy.revision))
        return reply.finish()
    }

    func committed(_ service: DynamoDB) { altered.insert(into: service.catalogue) }
}
