import ServiceKit
import Wire

/// What topics and functions were told.
final class ActionReceiver: DeliveryReceiver {
    private let deliveries = AsyncStream.makeStream(of: (Delivery, ARN).self)

    func receive(_ delivery: Delivery, at: ARN, completion: @escaping @Sendable (Result<Void, AWSError>) -> Void) {
        deliveries.continuation.yield((delivery, at))
        completion(.success(()))
    }

    func next() async -> (Delivery, ARN) {
        for await delivery in deliveries.stream { return delivery }
        return (Delivery(payload: [], principal: ""), ARN(service: "", region: "", accountID: "", resource: ""))
    }
}
