import JSON
import ServiceKit
import Storage
import Wire

/// Lets a service or an account call a function.
/// https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
struct AddPermission: RESTOperation {
    static let binding = RESTBinding(
        "POST",
        "/2015-03-31/functions/{FunctionName}/policy",
        query: [.qualifier],
        status: 201
    )
    static let input = Shape.structure(
        [
            .required("FunctionName", .namespacedFunctionName),
            .required("StatementId", .words("([a-zA-Z0-9-_]+)", length: 1...100)),
            .required("Action", .matching("(lambda:[*]|lambda:[a-zA-Z]+|[*])")),
            .required("Principal", .string(length: 1...256)),
            .optional("SourceArn", .sourceARN),
            .optional("SourceAccount", .matching(#"\d{12}"#, length: 0...12)),
            .optional("EventSourceToken", .matching(#"[a-zA-Z0-9._\-]+"#, length: 0...256)),
            .optional("Qualifier", .qualifier),
            .optional("RevisionId", .string()),
            .optional("PrincipalOrgID", .matching("o-[a-z0-9]{10,32}", length: 12...34)),
            .optional("FunctionUrlAuthType", .string(values: ["NONE", "AWS_IAM"])),
            .optional("InvokedViaFunctionUrl", .boolean),
        ],
        java: "AddPermissionRequest"
    )
    static let access = OperationAccess.write(.alone)

    private let reference: FunctionReference
    private let input: JSON.Object

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        reference = try service.reference(input)
        if reference.qualifier == "$LATEST" {
            throw .invalidParameter("We currently do not support adding policies for $LATEST.")
        }
        self.input = input
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        let function = try service.existing(reference, orAlias: true)
        var policy = service.settings.policy(of: function.name, reference.qualifier)
        let described = reference.qualifier.flatMap { function.alias($0)?.revisionID }
        try policy.check(
            revisionID: input["RevisionId"]?.stringValue,
            ofResource: try described ?? service.description(service.existingVersion(reference), nil).revisionID
        )
        let statement = try policy.add(
            input,
            resource: service.context.account.function(function.name, reference.qualifier).description,
            revisionID: service.newID()
        )
        try service.settings.set(policy, of: function.name, reference.qualifier, connection)
        return JSON.object(JSON.Object([("Statement", .string(statement.text))])).bytes
    }

    func committed(_ service: LambdaAPI) { service.settings.publish() }
}
