import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Gives a function another program, and publishes a version of it when asked to.
/// https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html
struct UpdateFunctionCode: RESTOperation {
    static let binding = RESTBinding("PUT", "/2015-03-31/functions/{FunctionName}/code")
    static let input = Shape.structure(members + Shape.code, java: "UpdateFunctionCodeRequest")
    private static let members: [Shape.Member] = [
        .required("FunctionName", .functionName), .optional("Publish", .boolean), .optional("DryRun", .boolean),
        .optional("RevisionId", .string()), .optional("Architectures", .architectures), Shape.publishTo,
    ]
    static let access = OperationAccess.write(.alone)

    private let name: String
    /// As it is with the new code; the rest of it may change until it is stored.
    private let updated: FunctionConfiguration
    private let architectures: [String]?
    private let publishes: Bool
    private let isDryRun: Bool
    private let revisionID: String?

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        if let refusal = AWSError.notPublished(to: input) { throw refusal }
        name = try service.unqualified(input).name
        architectures = input["Architectures"]?.arrayValue?.compactMap(\.stringValue)
        if let list = input["Architectures"]?.arrayValue { try Architectures.check(list) }
        publishes = input["Publish"]?.boolValue ?? false
        isDryRun = input["DryRun"]?.boolValue ?? false
        revisionID = input["RevisionId"]?.stringValue
        var function = try service.latest(name)
        try service.check(revisionID, of: function)
        let code = try CodeRequest(input, service)
        switch (code, function.packageType) {
        case (.image, "Zip"):
            throw .invalidParameter("Please don't provide ImageUri when updating a function with packageType Zip.")
        case (.zip, "Image"):
            throw .invalidParameter("Please provide ImageUri when updating a function with packageType Image.")
        default: break
        }
        try code.apply(to: &function, service.store)
        try FunctionSize.check(function, service.lambda.services.store.exclusions)
        function.sourceKeyARN = CodeRequest.sourceKey(input)
        updated = function
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        var function = try service.latest(name)
        try service.checkIsSettled(function)
        try service.check(revisionID, of: function)
        function.code = updated.code
        function.codeDirectory = updated.codeDirectory
        function.imageURI = updated.imageURI
        function.sourceKeyARN = updated.sourceKeyARN
        function.architectures = architectures ?? function.architectures
        function.lastModified = service.context.time.now
        function.revisionID = service.newID()
        function.change = isDryRun ? nil : .update
        if isDryRun { return service.description(function, nil).json.bytes }
        try service.settings.set(function.stored, .init(.function, name), connection)
        guard publishes else { return service.description(function, nil).json.bytes }
        function.version = try service.nextVersion(of: name)
        function.change = .creation
        let published = try service.publish(function, connection)
        return service.description(published, published.version).json.bytes
    }

    func committed(_ service: LambdaAPI) {
        service.settings.publish()
        service.lambda.refresh(name)
        for note in CodeRequest.notes(name, updated) { service.lambda.note(note) }
    }
}
