import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Changes how a function runs.
/// https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html
struct UpdateFunctionConfiguration: RESTOperation {
    static let binding = RESTBinding("PUT", "/2015-03-31/functions/{FunctionName}/configuration")
    static let input = Shape.structure(members + Shape.configuration, java: "UpdateFunctionConfigurationRequest")
    private static let members: [Shape.Member] = [
        .required("FunctionName", .functionName), .optional("Role", .roleARN), .optional("RevisionId", .string()),
    ]
    static let access = OperationAccess.write(.alone)

    private let name: String
    private let changes: FunctionChanges
    private let revisionID: String?
    private let notes: [String]

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        name = try service.unqualified(input).name
        changes = try FunctionChanges(input, service)
        revisionID = input["RevisionId"]?.stringValue
        notes = changes.notes(name)
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        var function = try service.latest(name)
        try service.checkIsSettled(function)
        try service.check(revisionID, of: function)
        try changes.apply(to: &function)
        if changes.setsLayers { try FunctionSize.check(function, service.lambda.services.store.exclusions) }
        function.lastModified = service.context.time.now
        function.revisionID = service.newID()
        function.change = .update
        try service.settings.set(function.stored, .init(.function, name), connection)
        return service.description(function, nil).json.bytes
    }

    func committed(_ service: LambdaAPI) {
        service.settings.publish()
        service.lambda.refresh(name)
        for note in notes { service.lambda.note(note) }
    }
}
