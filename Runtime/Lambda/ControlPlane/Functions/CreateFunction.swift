import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Makes a function from a zip. The reply says `Pending`, as on AWS; it is made by then, so that the next look finds it
/// `Active` and an invocation right after it works, which AWS may refuse for a moment.
/// https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
struct CreateFunction: RESTOperation {
    static let binding = RESTBinding("POST", "/2015-03-31/functions", status: 201)
    static let input = Shape.structure(members + Shape.configuration, java: "CreateFunctionRequest")
    private static let members: [Shape.Member] = [
        .required("FunctionName", .functionName),
        .required("Role", .roleARN),
        .required("Code", .structure(Shape.code, java: "FunctionCode")),
        .optional("Publish", .boolean),
        .optional("PackageType", .string(values: ["Image", "Zip"])),
        .optional("Tags", .lambdaTags),
        .optional("CodeSigningConfigArn", CodeSigningConfig.arn),
        .optional("Architectures", .architectures),
    ]
    static let access = OperationAccess.write(.alone)

    private static let nameLimit = 64

    private let function: FunctionConfiguration
    private let tags: JSON?
    private let codeSigning: JSON?
    private let publishes: Bool
    private let notes: [String]

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        let name = try Self.name(input, service)
        try Self.check(input, service)
        let changes = try FunctionChanges(input, service)
        var function = FunctionConfiguration(name: name, handler: "", runtime: "", codeDirectory: "")
        function.packageType = input["PackageType"]?.stringValue ?? "Zip"
        try changes.apply(to: &function)
        let code = try CodeRequest(input["Code"]?.objectValue ?? JSON.Object(), service)
        try Self.check(code, function)
        try Self.checkIsNew(name, service)
        try code.apply(to: &function, service.store)
        try FunctionSize.check(function, service.lambda.services.store.exclusions)
        function.sourceKeyARN = CodeRequest.sourceKey(input["Code"]?.objectValue)
        function.architectures = input["Architectures"]?.arrayValue?.compactMap(\.stringValue) ?? ["x86_64"]
        function.lastModified = service.context.time.now
        function.revisionID = service.newID()
        self.function = function
        notes = changes.notes(name) + CodeRequest.notes(name, function)
        tags = input["Tags"]?.nonNull
        codeSigning = input["CodeSigningConfigArn"]?.nonNull
        publishes = input["Publish"]?.boolValue ?? false
    }

    private static func name(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) -> String {
        if let account = FunctionName(input["FunctionName"]?.stringValue ?? "")?.account,
            account != service.context.account.id
        {
            throw AWSError(
                "AccessDeniedException",
                status: 403,
                message: "",
                members: JSON.Object([("Message", .null)])
            )
        }
        let name = try service.reference(input).name
        guard name.count <= nameLimit else {
            throw .invalidParameter(
                "1 validation error detected: Value '\(name)' at 'functionName' failed to satisfy constraint: "
                    + "Member must have length less than or equal to \(nameLimit)"
            )
        }
        return name
    }

    private static func check(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        if let arn = input["CodeSigningConfigArn"]?.stringValue { try CodeSigningConfig(arn: arn).check(service) }
        if let tags = input["Tags"]?.objectValue { try FunctionTags.check(tags) }
    }

    private static func check(_ code: CodeRequest, _ function: FunctionConfiguration) throws(AWSError) {
        switch (code, function.packageType) {
        case (.zip, "Image"):
            throw .invalidParameter("Please provide ImageUri when creating a function with packageType Image.")
        case (.image, "Zip"):
            throw .invalidParameter("Please don't provide ImageUri when creating a function with packageType Zip.")
        case (_, "Zip") where function.runtime.isEmpty || function.handler.isEmpty:
            throw .invalidParameter(
                "Runtime and Handler are mandatory parameters for functions created with deployment packages."
            )
        default: break
        }
    }

    private static func checkIsNew(_ name: String, _ service: LambdaAPI) throws(AWSError) {
        guard service.settings[.init(.function, name)] == nil else {
            throw .resourceConflict("Function already exist: \(name)")
        }
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        try Self.checkIsNew(function.name, service)
        for key in service.settings.keys(of: function.name) { try service.settings.set(nil, key, connection) }
        try service.settings.set(function.stored, .init(.function, function.name), connection)
        if let codeSigning { try service.settings.set(codeSigning, .init(.codeSigning, function.name), connection) }
        if let tags { try service.settings.set(tags, .init(.tags, function.name), connection) }
        var shown = function
        if publishes {
            shown.version = try service.nextVersion(of: function.name)
            try service.publish(shown, connection)
        }
        return service.description(shown, nil, during: .creation).json.bytes
    }

    func committed(_ service: LambdaAPI) {
        service.settings.publish()
        service.lambda.refresh(function.name)
        for note in notes { service.lambda.note(note) }
    }
}
