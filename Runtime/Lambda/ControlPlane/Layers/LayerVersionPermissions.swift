import JSON
import ServiceKit
import Storage
import Wire

/// Lets another account use a version of a layer. It is kept, not enforced.
/// https://docs.aws.amazon.com/lambda/latest/api/API_AddLayerVersionPermission.html
struct AddLayerVersionPermission: RESTOperation {
    static let binding = RESTBinding(
        "POST",
        "\(LayerRequest.versionPath)/policy",
        query: [.init("RevisionId")],
        status: 201
    )
    static let input = Shape.structure(LayerRequest.version + members, java: "AddLayerVersionPermissionRequest")
    private static let members: [Shape.Member] = [
        .required("StatementId", .words("([a-zA-Z0-9-_]+)", length: 1...100)),
        .required(
            "Action",
            .string(
                length: 0...22,
                pattern: Shape.Pattern("lambda:GetLayerVersion") { $0 == "lambda:GetLayerVersion" }
            )
        ),
        .required("Principal", .matching(#"\d{12}|\*|arn:(aws[a-zA-Z-]*):iam::\d{12}:root"#)),
        .optional("OrganizationId", .matching("o-[a-z0-9]{10,32}", length: 0...34)),
        .optional("RevisionId", .string()),
    ]
    static let access = OperationAccess.write(.alone)

    private let request: LayerRequest
    private let input: JSON.Object

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        request = try LayerRequest(input, service, "AddLayerVersionPermission")
        self.input = input
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        _ = try request.existing(service)
        var policy = ResourcePolicy(service.settings[request.key(.layerPolicy)], action: "GetLayerPolicy")
        var members = input
        members["PrincipalOrgID"] = input["OrganizationId"]
        let resource = LayerRequest.arn(request.name, request.number, service)
        try policy.check(revisionID: input["RevisionId"]?.stringValue)
        let statement = try policy.add(members, resource: resource, revisionID: service.newID())
        try service.settings.set(policy.stored, request.key(.layerPolicy), connection)
        let reply: JSON = ["Statement": .string(statement.text), "RevisionId": .string(policy.revisionID)]
        return reply.bytes
    }

    func committed(_ service: LambdaAPI) { service.settings.publish() }
}

/// Shows who may use a version of a layer.
/// https://docs.aws.amazon.com/lambda/latest/api/API_GetLayerVersionPolicy.html
struct GetLayerVersionPolicy: RESTOperation {
    static let binding = RESTBinding("GET", "\(LayerRequest.versionPath)/policy")
    static let input = LayerRequest.versionInput
    static let access = OperationAccess.read

    private let request: LayerRequest

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        request = try LayerRequest(input, service, "GetLayerVersionPolicy")
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        _ = try request.existing(service)
        let policy = ResourcePolicy(service.settings[request.key(.layerPolicy)])
        guard !policy.statements.isEmpty else {
            throw AWSError.resourceNotFound("No policy is associated with the given resource.")
        }
        let reply: JSON = ["Policy": .string(policy.document.text), "RevisionId": .string(policy.revisionID)]
        return reply.bytes
    }
}

/// Takes a permission of a layer's version back.
/// https://docs.aws.amazon.com/lambda/latest/api/API_RemoveLayerVersionPermission.html
struct RemoveLayerVersionPermission: RESTOperation {
    static let binding = RESTBinding(
        "DELETE",
        "\(LayerRequest.versionPath)/policy/{StatementId}",
        query: [.init("RevisionId")],
        status: 204
    )
    static let input = Shape.structure(LayerRequest.version + members, java: "RemoveLayerVersionPermissionRequest")
    private static let members: [Shape.Member] = [
        .required("StatementId", .string(length: 1...100)), .optional("RevisionId", .string()),
    ]
    static let access = OperationAccess.write(.alone)

    private let request: LayerRequest
    private let statementID: String
    private let revisionID: String?

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        request = try LayerRequest(input, service, "RemoveLayerVersionPermission")
        statementID = input["StatementId"]?.stringValue ?? ""
        revisionID = input["RevisionId"]?.stringValue
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        _ = try request.existing(service)
        var policy = ResourcePolicy(service.settings[request.key(.layerPolicy)], action: "GetLayerPolicy")
        try policy.check(revisionID: revisionID)
        try policy.remove(statementID, revisionID: service.newID())
        try service.settings.set(policy.stored, request.key(.layerPolicy), connection)
        return []
    }

    func committed(_ service: LambdaAPI) { service.settings.publish() }
}
