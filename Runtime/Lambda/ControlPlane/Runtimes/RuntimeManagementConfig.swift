import JSON
import ServiceKit
import Storage
import Wire

/// Sets when the runtime of a function is to be updated. It is kept and shown: runtimes here are what the machine has.
/// https://docs.aws.amazon.com/lambda/latest/api/API_PutRuntimeManagementConfig.html
struct PutRuntimeManagementConfig: RESTOperation {
    static let path = "/2021-07-20/functions/{FunctionName}/runtime-management-config"
    static let binding = RESTBinding("PUT", path, query: [.qualifier])
    static let input = Shape.structure(
        [
            .required("FunctionName", .namespacedFunctionName), .optional("Qualifier", .qualifier),
            .required("UpdateRuntimeOn", .string(values: ["Auto", "Manual", "FunctionUpdate"])),
            .optional("RuntimeVersionArn", .string(length: 26...2_048)),
        ],
        java: "PutRuntimeManagementConfigRequest"
    )
    static let access = OperationAccess.write(.shared)

    private let reference: FunctionReference
    private let config: JSON

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        reference = try service.reference(input)
        var config = JSON.Object([("UpdateRuntimeOn", input["UpdateRuntimeOn"] ?? "Auto")])
        let version = input["RuntimeVersionArn"]?.nonNull
        guard (input["UpdateRuntimeOn"] == "Manual") == (version != nil) else {
            throw .invalidParameter(
                version == nil
                    ? "You must provide the runtime version ARN with Manual mode."
                    : "You can't provide a runtime version ARN with this mode: it is for Manual alone."
            )
        }
        config["RuntimeVersionArn"] = version
        self.config = .object(config)
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        _ = try service.existing(reference)
        let key = FunctionSettings.Key(.runtimeManagement, reference.name, reference.qualifier)
        try service.settings.set(config, key, connection)
        return Self.reply(config, reference, service)
    }

    static func reply(_ config: JSON, _ reference: FunctionReference, _ service: LambdaAPI) -> [UInt8] {
        var reply = config.objectValue ?? JSON.Object()
        reply["FunctionArn"] = .string(service.versionARN(reference))
        return JSON.object(reply).bytes
    }

    func committed(_ service: LambdaAPI) { service.settings.publish() }
}

/// Shows when the runtime of a function is to be updated.
/// https://docs.aws.amazon.com/lambda/latest/api/API_GetRuntimeManagementConfig.html
struct GetRuntimeManagementConfig: RESTOperation {
    static let binding = RESTBinding("GET", PutRuntimeManagementConfig.path, query: [.qualifier])
    static let input = Shape.functionVersion
    static let access = OperationAccess.read

    private let reference: FunctionReference

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) { reference = try service.reference(input) }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        _ = try service.existing(reference)
        let stored = service.settings[.init(.runtimeManagement, reference.name, reference.qualifier)]
        return PutRuntimeManagementConfig.reply(stored ?? ["UpdateRuntimeOn": "Auto"], reference, service)
    }
}
