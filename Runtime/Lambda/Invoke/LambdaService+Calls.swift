import Wire

extension LambdaService {
    /// Calls a function and waits for it: `nil` when it has answered, its error document when it has failed.
    package func call(
        _ function: ARN,
        _ payload: [UInt8],
        completion: @escaping @Sendable (Result<String?, AWSError>) -> Void
    ) {
        let parts = function.resource.split(separator: ":").map(String.init)
        guard parts.count >= 2, parts[0] == "function" else {
            return completion(
                .failure(AWSError("ResourceNotFoundException", status: 404, message: "\(function) is no function"))
            )
        }
        let request = InvocationRequest(
            functionName: parts[1],
            qualifier: parts.count > 2 ? parts[2] : nil,
            payload: payload
        )
        invoke(request) { result in
            completion(
                result.map { $0.functionError == nil ? nil : String(decoding: $0.payload, as: UTF8.self) }
            )
        }
    }
}
