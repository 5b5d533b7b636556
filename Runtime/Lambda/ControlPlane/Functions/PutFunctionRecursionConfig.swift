import JSON
import ServiceKit
import Storage
import Wire

/// Sets whether a function may be invoked in a circle without end.
/// https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionRecursionConfig.html
struct PutFunctionRecursionConfig: RESTOperation {
    static let binding = RESTBinding("PUT", "/2024-08-31/functions/{FunctionName}/recursion-config")
    static let input = Shape.structure(
        [
            .required("FunctionName", .unqualifiedFunctionName),
            .required("RecursiveLoop", .string(values: ["Terminate", "Allow"])),
        ],
        java: "PutFunctionRecursionConfigRequest"
    )
    static let access = OperationAccess.write(.shared)

    private let reference: FunctionReference
    private let choice: JSON

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        reference = try service.reference(input)
        choice = input["RecursiveLoop"] ?? "Terminate"
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        let function = try service.existing(reference)
        try service.settings.set(choice, .init(.recursiveLoop, function.name), connection)
        return JSON.object(JSON.Object([("RecursiveLoop", choice)])).bytes
    }

    func committed(_ service: LambdaAPI) { service.settings.publish() }
}
