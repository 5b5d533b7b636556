import JSON
import ServiceKit
import Storage
import Wire

/// Gives a function's reserved concurrency back to all.
/// https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunctionConcurrency.html
struct DeleteFunctionConcurrency: RESTOperation {
    static let binding = RESTBinding("DELETE", "/2017-10-31/functions/{FunctionName}/concurrency", status: 204)
    static let input = Shape.structure(
        [.required("FunctionName", .functionName)],
        java: "DeleteFunctionConcurrencyRequest"
    )
    static let access = OperationAccess.write(.alone)

    private let name: String

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) { name = try service.unqualified(input).name }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        guard service.settings[.init(.function, name)] != nil else { throw service.notFound(name, "$LATEST") }
        try service.settings.set(nil, .init(.reservedConcurrency, name), connection)
        return []
    }

    func committed(_ service: LambdaAPI) {
        service.settings.publish()
        service.lambda.refresh(name)
    }
}
