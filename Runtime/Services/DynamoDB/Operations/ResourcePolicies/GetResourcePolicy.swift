import JSON
import ServiceKit
import Storage
import Wire

/// Shows a table's policy.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetResourcePolicy.html
struct GetResourcePolicy: Operation {
    static let input = Shape.structure(
        "GetResourcePolicyInput",
        [.required("ResourceArn", .string(length: 1...1283))]
    )
    static let access = OperationAccess.read

    private let resource: ResourceARN
    private let tableName: String

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        resource = try ResourceARN(input["ResourceArn"]?.stringValue)
        tableName = try resource.tableName(service.catalogue)
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        guard let table = service.catalogue[tableName] else { throw AWSError.noSuchTable(named: tableName) }
        guard let policy = table.history.policy else { throw AWSError.noPolicy(resource.text) }
        var reply = Reply()
        reply.member("Policy", .string(policy.text))
        reply.member("RevisionId", .string(policy.revision))
        return reply.finish()
    }
}
