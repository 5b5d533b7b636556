import JSON
import ServiceKit
import Storage
import Wire

/// Names a version of a function.
/// https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html
struct CreateAlias: RESTOperation {
    static let binding = RESTBinding("POST", AliasRequest.path, status: 201)
    static let input = Shape.structure(members + AliasRequest.members, java: "CreateAliasRequest")
    private static let members: [Shape.Member] = [
        .required("FunctionName", .functionName), .required("Name", AliasRequest.name),
        .required("FunctionVersion", AliasRequest.version),
    ]
    static let access = OperationAccess.write(.alone)

    private let function: String
    private let name: String
    private let request: AliasRequest

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        function = try service.unqualified(input).name
        name = input["Name"]?.stringValue ?? ""
        request = try AliasRequest(input)
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        guard let registered = service.settings.function(function) else {
            throw service.notFound(function, request.version)
        }
        guard registered.alias(name) == nil else {
            throw AWSError.resourceConflict("Alias already exists: \(service.context.account.function(function, name))")
        }
        var alias = FunctionAlias(name: name, functionVersion: "$LATEST", revisionID: "")
        try request.apply(to: &alias, of: registered, service)
        try service.settings.set(alias.stored, .init(.alias, function, name), connection)
        return alias.json(of: function, service.context.account).bytes
    }

    func committed(_ service: LambdaAPI) {
        service.settings.publish()
        service.lambda.refresh(function)
    }
}
