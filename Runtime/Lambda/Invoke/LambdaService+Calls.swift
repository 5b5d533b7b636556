import ServiceKit
import Wire

extension LambdaService {
    /// Calls a function for a service and waits for it: `nil` when it has answered, its error document when it has failed.
    package func call(
        _ function: ARN,
        _ caller: FunctionCalls.Caller,
        _ payload: [UInt8],
        completion: @escaping @Sendable (Result<String?, AWSError>) -> Void
    ) {
        guard let request = InvocationRequest(function, caller, payload) else {
            return completion(
                .failure(AWSError("ResourceNotFoundException", status: 404, message: "\(function) is no function"))
            )
        }
        invoke(request) { result in
            completion(
                result.map { $0.functionError == nil ? nil : String(decoding: $0.payload, as: UTF8.self) }
            )
        }
    }

    /// Why a service may not call a function; `nil` when it may.
    package func refusal(_ function: ARN, to caller: FunctionCalls.Caller) -> AWSError? {
        guard let request = InvocationRequest(function, caller, []) else {
            return AWSError("ResourceNotFoundException", status: 404, message: "\(function) is no function")
        }
        return permissions.refusal(of: request)
    }
}

extension InvocationRequest {
    /// `nil` for the ARN of something else.
    fileprivate init?(_ function: ARN, _ caller: FunctionCalls.Caller, _ payload: [UInt8]) {
        let parts = function.resource.split(separator: ":").map(String.init)
        guard parts.count >= 2, parts[0] == "function" else { return nil }
        self.init(
            functionName: parts[1],
            qualifier: parts.count > 2 ? parts[2] : nil,
            payload: payload,
            service: InvokingService(principal: caller.principal, sourceARN: caller.source)
        )
    }
}
