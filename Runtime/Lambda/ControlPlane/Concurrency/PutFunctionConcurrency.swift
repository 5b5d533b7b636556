import ColdStart
import JSON
import ServiceKit
import Storage
import Wire

/// Reserves concurrency for a function: at most so much, and nobody else gets it. It holds for the next invocation.
/// https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionConcurrency.html
struct PutFunctionConcurrency: RESTOperation {
    static let binding = RESTBinding("PUT", "/2017-10-31/functions/{FunctionName}/concurrency")
    static let input = Shape.structure(
        [
            .required("FunctionName", .functionName),
            .required("ReservedConcurrentExecutions", .number(java: "Integer", range: 0...Int.max)),
        ],
        java: "PutFunctionConcurrencyRequest"
    )
    static let access = OperationAccess.deferred

    private let name: String
    private let count: Int

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        name = try service.unqualified(input, strictly: true).name
        count = input["ReservedConcurrentExecutions"]?.intValue ?? 0
    }

    func begin(
        _ service: LambdaAPI,
        _ request: HTTPRequest,
        _ together: Together?,
        _ answer: @escaping Completion
    ) {
        guard service.lambda.registry[name] != nil else {
            return answer(.failure(service.notFound(name, "$LATEST")))
        }
        service.lambda.check(.reserve(count), of: name) { result in
            switch result {
            case .success: service.write(self, answer)
            case .failure(let error): answer(.failure(AWSError.concurrency(error)))
            }
        }
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        _ = try service.latest(name)
        try service.settings.set(JSON(count), .init(.reservedConcurrency, name), connection)
        return JSON.object(JSON.Object([("ReservedConcurrentExecutions", JSON(count))])).bytes
    }

    func committed(_ service: LambdaAPI) {
        service.settings.publish()
        service.lambda.refresh(name)
    }
}

extension LambdaAPI {
    /// Performs a write of a deferred operation, with the transaction for itself.
    func write<Op: Operation>(_ operation: Op, _ answer: @escaping Op.Completion) where Op.Service == LambdaAPI {
        context.database.write(.alone) { connection in
            try operation.perform(self, connection)
        } completion: { result in
            if case .success = result { operation.committed(self) }
            answer(result)
        }
    }
}

extension AWSError {
    /// A setting that the account's concurrency has no room for.
    static func concurrency(_ error: ConcurrencyError) -> AWSError {
        switch error {
        case .provisionedAboveReserved:
            .invalidParameter(
                "Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function"
            )
        // AWS says no more of these than their texts.
        default: AWSError("InvalidParameterValueException", message: error.description)
        }
    }
}
