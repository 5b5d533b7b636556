import JSON
import ServiceKit
import Storage
import Wire

/// Shows how far the environments of a version are initialized.
/// https://docs.aws.amazon.com/lambda/latest/api/API_GetProvisionedConcurrencyConfig.html
struct GetProvisionedConcurrencyConfig: RESTOperation, DeferredOperation {
    static let binding = RESTBinding("GET", ProvisionedConcurrencyRequest.path, query: [.qualifier])
    static let input = ProvisionedConcurrencyRequest.input

    private let request: ProvisionedConcurrencyRequest
    private let stored: JSON

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        request = try ProvisionedConcurrencyRequest(input, service)
        stored = try request.stored(service)
    }

    func begin(
        _ service: LambdaAPI,
        _ httpRequest: HTTPRequest,
        _ together: Together?,
        _ answer: @escaping Completion
    ) {
        service.lambda.provisioned(of: request.name) { statuses in
            let status = statuses[request.version] ?? ProvisionedStatus()
            answer(.success(JSON.object(ProvisionedConcurrencyRequest.json(stored, status)).bytes))
        }
    }
}
