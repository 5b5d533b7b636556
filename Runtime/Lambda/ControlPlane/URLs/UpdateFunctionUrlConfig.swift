import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Changes who may call a function's URL, from where, and how it answers.
/// https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionUrlConfig.html
struct UpdateFunctionUrlConfig: RESTOperation {
    static let binding = RESTBinding("PUT", FunctionURLRequest.path, query: [.qualifier])
    static let input = Shape.structure(members, java: "UpdateFunctionUrlConfigRequest")
    private static let members =
        FunctionURLRequest.members + [.optional("AuthType", FunctionURLRequest.authType)] + FunctionURLRequest.settings
    static let access = OperationAccess.write(.alone)

    private let request: FunctionURLRequest
    private let input: JSON.Object

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        request = try FunctionURLRequest(input, service)
        self.input = input
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        guard service.function(request.reference) != nil else {
            throw AWSError.resourceNotFound("Function does not exist")
        }
        var stored = try request.stored(service)
        for name in ["AuthType", "Cors", "InvokeMode"] {
            if let value = input[name]?.nonNull { stored[name] = value }
        }
        stored["LastModifiedTime"] = .string(service.context.time.now.iso8601Milliseconds)
        try service.settings.set(.object(stored), request.key, connection)
        return JSON.object(FunctionURLRequest.changed(stored, request.reference, service)).bytes
    }

    func committed(_ service: LambdaAPI) { service.settings.publish() }
}
