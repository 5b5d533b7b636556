import JSON
import ServiceKit
import Storage
import Wire

/// Points an alias to another version, or shares its invocations out between two.
/// https://docs.aws.amazon.com/lambda/latest/api/API_UpdateAlias.html
struct UpdateAlias: RESTOperation {
    static let binding = RESTBinding("PUT", "\(AliasRequest.path)/{Name}")
    static let input = Shape.structure(members + AliasRequest.members, java: "UpdateAliasRequest")
    private static let members: [Shape.Member] = [
        .required("FunctionName", .functionName), .required("Name", AliasRequest.name),
        .optional("FunctionVersion", AliasRequest.version), .optional("RevisionId", .string()),
    ]
    static let access = OperationAccess.write(.alone)

    private let function: String
    private let name: String
    private let request: AliasRequest
    private let revisionID: String?

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        function = try service.unqualified(input).name
        name = input["Name"]?.stringValue ?? ""
        request = try AliasRequest(input)
        revisionID = input["RevisionId"]?.stringValue
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        let registered = service.settings.function(function)
        guard let registered, var alias = registered.alias(name) else {
            throw AWSError.resourceNotFound("Alias not found: \(service.context.account.function(function, name))")
        }
        if let revisionID, revisionID != alias.revisionID { throw AWSError.preconditionFailed("GetFunction/GetAlias") }
        try request.apply(to: &alias, of: registered, service)
        if alias.functionVersion == "$LATEST", registered.provisionedConcurrency[name] != nil {
            throw AWSError.invalidParameter(ProvisionedConcurrencyRequest.unpublished)
        }
        try service.settings.set(alias.stored, .init(.alias, function, name), connection)
        return alias.json(of: function, service.context.account).bytes
    }

    func committed(_ service: LambdaAPI) {
        service.settings.publish()
        service.lambda.refresh(function)
    }
}
