import ColdStart
import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Keeps environments of a version initialized from now on.
/// https://docs.aws.amazon.com/lambda/latest/api/API_PutProvisionedConcurrencyConfig.html
struct PutProvisionedConcurrencyConfig: RESTOperation {
    static let binding = RESTBinding("PUT", ProvisionedConcurrencyRequest.path, query: [.qualifier], status: 202)
    static let input = Shape.structure(
        [
            .required("FunctionName", .functionName), .required("Qualifier", .qualifier),
            .required("ProvisionedConcurrentExecutions", .number(java: "Integer", range: 1...Int.max)),
        ],
        java: "PutProvisionedConcurrencyConfigRequest"
    )
    static let access = OperationAccess.deferred

    private let request: ProvisionedConcurrencyRequest
    private let count: Int

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        request = try ProvisionedConcurrencyRequest(
            input,
            service,
            refusal: ProvisionedConcurrencyRequest.unpublished
        )
        count = input["ProvisionedConcurrentExecutions"]?.intValue ?? 0
    }

    func begin(
        _ service: LambdaAPI,
        _ httpRequest: HTTPRequest,
        _ together: Together?,
        _ answer: @escaping Completion
    ) {
        service.lambda.check(.provision(version: request.version, count), of: request.name) { result in
            switch result {
            case .success: service.write(self, answer)
            case .failure(let error): answer(.failure(AWSError.concurrency(error)))
            }
        }
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        let function = try service.stored(request.name)
        guard function.configuration(request.qualifier)?.version != "$LATEST" else {
            throw AWSError.invalidParameter(ProvisionedConcurrencyRequest.unpublished)
        }
        if function.alias(request.qualifier)?.weights.isEmpty == false {
            throw AWSError.invalidParameter("Alias with weights can not be used with Provisioned Concurrency")
        }
        for other in function.provisionedConcurrency.keys where other != request.qualifier {
            guard function.configuration(other)?.version == request.version else { continue }
            throw AWSError.resourceConflict(
                other == request.version
                    ? "Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version"
                    : "Version is pointed by a Provisioned Concurrency alias"
            )
        }
        let setting = ProvisionedConcurrencyRequest.stored(count, at: service.context.time.now)
        try service.settings.set(setting, request.key, connection)
        return JSON.object(ProvisionedConcurrencyRequest.json(setting, ProvisionedStatus())).bytes
    }

    func committed(_ service: LambdaAPI) {
        service.settings.publish()
        service.lambda.refresh(request.name)
    }
}
