import Synchronization
import Wire

/// What one service hands to a resource of another: an event to a queue, a topic, a function or a bus.
package struct Delivery: Sendable {
    /// UTF-8 text: the body of a message, the event of a function, the detail of an event on a bus.
    package var payload: [UInt8]
    /// On whose behalf it comes, as `events.amazonaws.com`.
    package var principal: String
    /// The rule, topic or function by which it comes.
    package var source: ARN?
    /// For FIFO queues and topics.
    package var messageGroupID: String?
    /// For FIFO queues and topics.
    package var messageDeduplicationID: String?
    /// For queues and topics.
    package var attributes: [MessageAttribute] = []
    /// For buses.
    package var event: BusEvent?
    /// The value of `X-Amzn-Trace-Id` or `AWSTraceHeader`, by which loops are recognised.
    package var traceHeader: String?

    package init(payload: [UInt8], principal: String, source: ARN? = nil) {
        self.payload = payload
        self.principal = principal
        self.source = source
    }

    package struct MessageAttribute: Sendable, Hashable {
        package enum Value: Sendable, Hashable {
            case text(String)
            case binary([UInt8])
        }

        package var name: String
        /// `String`, `Number` or `Binary`, with a custom label behind a dot where there is one.
        package var type: String
        package var value: Value

        package init(name: String, type: String, value: Value) {
            self.name = name
            self.type = type
            self.value = value
        }
    }

    /// What an event on a bus has beside its detail.
    package struct BusEvent: Sendable, Hashable {
        package var source: String
        package var detailType: String
        package var resources: [String]

        package init(source: String, detailType: String, resources: [String] = []) {
            self.source = source
            self.detailType = detailType
            self.resources = resources
        }
    }
}

/// A service whose resources take deliveries.
package protocol DeliveryReceiver: Sendable {
    /// Calls `completion` exactly once, on whatever thread: with success when the delivery would survive a crash, or
    /// with what the resource answers. An error with a status of 429 or from 500 on may pass; any other is final.
    func receive(
        _ delivery: Delivery,
        at resource: ARN,
        completion: @escaping @Sendable (Result<Void, AWSError>) -> Void
    )
}

/// Knows which service takes what is delivered to an ARN. Services do not know each other: they are given this one, and
/// are made known to it when all of them are there.
package final class DeliveryRouter: Sendable {
    private let receivers = Mutex<[String: any DeliveryReceiver]>([:])

    package init() {}

    /// `service` is what stands third in the ARNs of its resources, as `sqs`.
    package func register(_ receiver: any DeliveryReceiver, for service: String) {
        receivers.withLock { $0[service] = receiver }
    }

    /// Puts something before every service that has been made known.
    package func wrap(_ body: (_ service: String, any DeliveryReceiver) -> any DeliveryReceiver) {
        receivers.withLock { receivers in
            for (service, receiver) in receivers { receivers[service] = body(service, receiver) }
        }
    }

    /// Whether anything takes what is delivered to such a resource.
    package func reaches(_ resource: ARN) -> Bool { receivers.withLock { $0[resource.service] != nil } }

    package func deliver(
        _ delivery: Delivery,
        to resource: ARN,
        completion: @escaping @Sendable (Result<Void, AWSError>) -> Void
    ) {
        guard let receiver = receivers.withLock({ $0[resource.service] }) else {
            return completion(.failure(.noReceiver(for: resource)))
        }
        receiver.receive(delivery, at: resource, completion: completion)
    }
}

extension AWSError {
    fileprivate static func noReceiver(for resource: ARN) -> AWSError {
        AWSError(
            "ResourceNotFoundException",
            status: 404,
            message: "Hearth has no service that takes what is sent to \(resource)"
        )
    }
}
