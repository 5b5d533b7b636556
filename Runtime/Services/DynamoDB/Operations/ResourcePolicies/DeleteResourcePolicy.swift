import JSON
import ServiceKit
import Storage
import Wire

/// Takes the policy of a table or a stream away. Where there is none that is no error.
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

    private let subject: PolicySubject
    private let expectedRevision: String?
    private let altered = PendingTable()

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        subject = try PolicySubject(ResourceARN(input["ResourceArn"]?.stringValue), service.catalogue)
        expectedRevision = input["ExpectedRevisionId"]?.stringValue
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        let table = try subject.table(service)
        let present = subject.policy(table)
        try ResourcePolicy.check(present, isAt: expectedRevision, table)
        altered.set(try subject.setting(nil, on: table, connection))
        var reply = Reply()
        if let present { reply.member("RevisionId", .string(present.revision)) }
        return reply.finish()
    }

    func committed(_ service: DynamoDB) { altered.insert(into: service.catalogue) }
}
