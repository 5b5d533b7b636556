import JSON
import ServiceKit
import Storage
import Wire

/// Shows the policy of a table or a stream.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetResourcePolicy.html
struct GetResourcePolicy: Operation {
    static let input = Shape.structure(
        "GetResourcePolicyInput",
        [.required("ResourceArn", .string(length: 1...1283))]
    )
    static let access = OperationAccess.read

    private let resource: ResourceARN
    private let subject: PolicySubject

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        resource = try ResourceARN(input["ResourceArn"]?.stringValue)
        subject = try PolicySubject(resource, service.catalogue)
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        guard let policy = subject.policy(try subject.table(service)) else { throw AWSError.noPolicy(resource.text) }
        var reply = Reply()
        reply.member("Policy", .string(policy.text))
        reply.member("RevisionId", .string(policy.revision))
        return reply.finish()
    }
}
