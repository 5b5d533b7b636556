import JSON
import ServiceKit
import Storage
import Wire

/// Shows who may call a function.
/// https://docs.aws.amazon.com/lambda/latest/api/API_GetPolicy.html
struct GetPolicy: RESTOperation {
    static let binding = RESTBinding("GET", "/2015-03-31/functions/{FunctionName}/policy", query: [.qualifier])
    static let input = Shape.functionVersion
    static let access = OperationAccess.read

    private let reference: FunctionReference

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        reference = try service.reference(input)
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        let policy = service.settings.policy(of: reference.name, reference.qualifier)
        guard !policy.statements.isEmpty else {
            throw AWSError.resourceNotFound("The resource you requested does not exist.")
        }
        let reply: JSON = ["Policy": .string(policy.document.text), "RevisionId": .string(policy.revisionID)]
        return reply.bytes
    }
}
