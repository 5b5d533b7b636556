import ColdStart
import JSON
import ServiceKit
import Storage
import Wire

/// Shows the limits of the account and what is used of them.
/// https://docs.aws.amazon.com/lambda/latest/api/API_GetAccountSettings.html
struct GetAccountSettings: RESTOperation {
    static let binding = RESTBinding("GET", "/2016-08-19/account-settings")
    static let input = Shape.structure([], java: "GetAccountSettingsRequest")
    static let access = OperationAccess.read

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {}

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        let lambda = service.lambda
        let functions = lambda.registry.all
        let reserved = functions.reduce(0) { $0 + ($1.reservedConcurrency ?? 0) }
        let layers = service.settings.all(.layer).reduce(0) { $0 + ($1.value["CodeSize"]?.intValue ?? 0) }
        let size = functions.flatMap(\.all).reduce(layers) { $0 + service.codes.code(of: $1).size }
        let concurrency = lambda.limits.accountConcurrency
        let reply: JSON = [
            "AccountLimit": [
                "TotalCodeSize": 80_530_636_800, "CodeSizeUnzipped": 262_144_000, "CodeSizeZipped": 52_428_800,
                "ConcurrentExecutions": JSON(concurrency),
                "UnreservedConcurrentExecutions": JSON(concurrency - reserved),
            ],
            "AccountUsage": ["TotalCodeSize": JSON(size), "FunctionCount": JSON(functions.count)],
        ]
        return reply.bytes
    }
}
