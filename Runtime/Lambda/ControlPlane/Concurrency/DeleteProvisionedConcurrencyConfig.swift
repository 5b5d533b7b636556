import JSON
import ServiceKit
import Storage
import Wire

/// Lets the environments of a version go.
/// https://docs.aws.amazon.com/lambda/latest/api/API_DeleteProvisionedConcurrencyConfig.html
struct DeleteProvisionedConcurrencyConfig: RESTOperation {
    static let binding = RESTBinding("DELETE", ProvisionedConcurrencyRequest.path, query: [.qualifier], status: 204)
    static let input = ProvisionedConcurrencyRequest.input
    static let access = OperationAccess.write(.alone)

    private let request: ProvisionedConcurrencyRequest

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        request = try ProvisionedConcurrencyRequest(input, service)
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        try service.settings.set(nil, request.key, connection)
        return []
    }

    func committed(_ service: LambdaAPI) {
        service.settings.publish()
        service.lambda.refresh(request.name)
    }
}
