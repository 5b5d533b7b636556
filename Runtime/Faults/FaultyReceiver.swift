import ServiceKit
import Time
import Wire

/// Stands before a service that takes deliveries, and lets them go wrong.
package struct FaultyReceiver: DeliveryReceiver {
    let receiver: any DeliveryReceiver
    let service: String
    let faults: Faults

    package init(_ receiver: any DeliveryReceiver, service: String, faults: Faults) {
        self.receiver = receiver
        self.service = service
        self.faults = faults
    }

    package func receive(
        _ delivery: Delivery,
        at resource: ARN,
        completion: @escaping @Sendable (Result<Void, AWSError>) -> Void
    ) {
        switch faults.delivery(to: service) {
        case .duplicate:
            // The second time, nobody waits for it.
            receiver.receive(delivery, at: resource) { result in
                completion(result)
                receiver.receive(delivery, at: resource) { _ in }
            }
        case .late(let delay):
            faults.time.schedule(after: delay) { receiver.receive(delivery, at: resource, completion: completion) }
        case .throttle, .fail, .slow, .lose, nil:
            receiver.receive(delivery, at: resource, completion: completion)
        }
    }

    /// Nothing while there are faults, which meet deliveries one by one.
    package func take(
        _ deliveries: [AddressedDelivery],
        in transaction: SendersTransaction
    ) throws -> TakenDeliveries {
        faults.areThere ? TakenDeliveries() : try receiver.take(deliveries, in: transaction)
    }
}
