import JSON
import ServiceKit
import Storage
import Wire

/// Takes back what `AddPermission` has allowed.
/// https://docs.aws.amazon.com/lambda/latest/api/API_RemovePermission.html
struct RemovePermission: RESTOperation {
    static let binding = RESTBinding(
        "DELETE",
        "/2015-03-31/functions/{FunctionName}/policy/{StatementId}",
        query: [.qualifier, .init("RevisionId")],
        status: 204
    )
    static let input = Shape.structure(
        [
            .required("FunctionName", .namespacedFunctionName),
            .required("StatementId", .matching("([a-zA-Z0-9-_.]+)", length: 1...100)),
            .optional("Qualifier", .qualifier),
            .optional("RevisionId", .string()),
        ],
        java: "RemovePermissionRequest"
    )
    static let access = OperationAccess.write(.alone)

    private let reference: FunctionReference
    private let statementID: String
    private let revisionID: String?

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        reference = try service.reference(input)
        statementID = input["StatementId"]?.stringValue ?? ""
        revisionID = input["RevisionId"]?.stringValue
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        guard let function = service.lambda.registry[reference.name] else {
            throw AWSError.resourceNotFound(
                "No policy found for: \(service.context.account.function(reference.name))"
            )
        }
        if let qualifier = reference.qualifier, !function.has(qualifier) {
            _ = try service.existing(reference, orAlias: true)
        }
        var policy = service.settings.policy(of: function.name, reference.qualifier)
        guard !policy.statements.isEmpty else {
            throw AWSError.resourceNotFound("No policy is associated with the given resource.")
        }
        try policy.check(revisionID: revisionID)
        try policy.remove(statementID, revisionID: service.newID())
        try service.settings.set(policy, of: function.name, reference.qualifier, connection)
        return []
    }

    func committed(_ service: LambdaAPI) { service.settings.publish() }
}
