import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Gives a function, or an alias of it, a URL of its own.
/// https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunctionUrlConfig.html
struct CreateFunctionUrlConfig: RESTOperation {
    static let binding = RESTBinding("POST", FunctionURLRequest.path, query: [.qualifier], status: 201)
    static let input = Shape.structure(FunctionURLRequest.members + own, java: "CreateFunctionUrlConfigRequest")
    /// A request without the function it is about.
    static let settings = Shape.structure(own, java: "CreateFunctionUrlConfigRequest")
    private static let own =
        [Shape.Member.required("AuthType", FunctionURLRequest.authType)] + FunctionURLRequest.settings
    static let access = OperationAccess.write(.alone)

    private let request: FunctionURLRequest
    private let input: JSON.Object

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        request = try FunctionURLRequest(input, service)
        self.input = input
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        let reference = request.reference
        guard let function = service.settings.function(reference.name), function.has(reference.qualifier) else {
            throw AWSError.resourceNotFound("Function does not exist")
        }
        guard service.settings[request.key] == nil else {
            throw AWSError.resourceConflict(
                "Failed to create function url config for [functionArn = "
                    + "\(service.context.account.function(function.name, reference.qualifier))]. Error message:  FunctionUrlConfig "
                    + "exists for this Lambda function"
            )
        }
        let setting = FunctionURLConfig.setting(
            input,
            urlID: FunctionURLConfig.urlID(service.context.ids),
            at: service.context.time.now
        )
        try service.settings.set(setting, request.key, connection)
        var json = FunctionURLRequest.changed(setting.objectValue ?? JSON.Object(), reference, service)
        json["LastModifiedTime"] = nil
        return JSON.object(json).bytes
    }

    func committed(_ service: LambdaAPI) { service.settings.publish() }
}
