import JSON
import ServiceKit
import Storage
import Wire

/// Takes its code signing config from a function; it need not have one.
/// https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunctionCodeSigningConfig.html
struct DeleteFunctionCodeSigningConfig: RESTOperation {
    static let binding = RESTBinding("DELETE", CodeSigningConfig.functionPath, status: 204)
    static let input = GetFunctionCodeSigningConfig.input
    static let access = OperationAccess.write(.alone)

    private let name: String

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) { name = try service.unqualified(input).name }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        _ = try service.latest(name)
        try service.settings.set(nil, .init(.codeSigning, name), connection)
        return []
    }

    func committed(_ service: LambdaAPI) { service.settings.publish() }
}
