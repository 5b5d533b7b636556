import JSON
import ServiceKit
import Wire

/// Functions as the targets of rules, the subscribers of topics and the destinations of other functions.
extension AsyncInvoker: DeliveryReceiver {
    package func receive(
        _ delivery: Delivery,
        at resource: ARN,
        completion: @escaping @Sendable (Result<Void, AWSError>) -> Void
    ) {
        do throws(AWSError) {
            accept(try request(delivery, resource)) { completion($0.map { _ in () }) }
        } catch {
            completion(.failure(error))
        }
    }

    private func request(_ delivery: Delivery, _ resource: ARN) throws(AWSError) -> InvocationRequest {
        let function = try FunctionReference(resource.description, qualifier: nil, account: lambda.account)
        guard delivery.payload.count <= Self.payloadLimit else {
            throw .eventTooLarge(delivery.payload.count, limit: Self.payloadLimit)
        }
        return InvocationRequest(
            functionName: function.name,
            qualifier: function.qualifier,
            payload: try InvokeCall.payload(delivery.payload),
            traceID: delivery.traceHeader,
            service: delivery.invokingService
        )
    }
}

extension Delivery {
    /// Services that invoke functions by a role, for which no resource policy is asked.
    private static let withRole = ["lambda.amazonaws.com", "scheduler.amazonaws.com"]

    fileprivate var invokingService: InvokingService? {
        guard !Self.withRole.contains(principal) else { return nil }
        return InvokingService(principal: principal, sourceARN: source?.description ?? "")
    }
}
