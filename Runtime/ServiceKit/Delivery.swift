import Storage
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
    /// For topics.
    package var subject: String?
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

    /// Takes deliveries in the transaction of who sends them, where that is the receiver's own store: they are there once
    /// it is durable. What is not taken, such as all that would be refused, is to be received: everything, unless said
    /// otherwise. Throws when the transaction is lost.
    func take(_ deliveries: [AddressedDelivery], in transaction: SendersTransaction) throws -> TakenDeliveries
}

extension DeliveryReceiver {
    package func take(_ deliveries: [AddressedDelivery], in transaction: SendersTransaction) throws -> TakenDeliveries {
        TakenDeliveries()
    }
}

/// A delivery, and for whom.
package struct AddressedDelivery: Sendable {
    package var delivery: Delivery
    package var resource: ARN

    package init(delivery: Delivery, resource: ARN) {
        self.delivery = delivery
        self.resource = resource
    }
}

/// The transaction of who sends something. Must not leave it.
package struct SendersTransaction {
    package let database: Database
    package let connection: Connection

    package init(database: Database, connection: Connection) {
        self.database = database
        self.connection = connection
    }
}

/// What has been taken of some deliveries.
package struct TakenDeliveries: Sendable {
    /// Their places among those that were offered.
    package var places: Set<Int> = []
    /// To be called when the transaction is durable.
    package var committed: @Sendable () -> Void = {}

    package init() {}

    package init(places: Set<Int>, committed: @escaping @Sendable () -> Void) {
        self.places = places
        self.committed = committed
    }
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

    /// Lets the services take what they can in the sender's transaction.
    func take(_ deliveries: [AddressedDelivery], in transaction: SendersTransaction) throws -> TakenDeliveries {
        guard let first = deliveries.first?.resource.service else { return TakenDeliveries() }
        if deliveries.allSatisfy({ $0.resource.service == first }) {
            return try receivers.withLock { $0[first] }?.take(deliveries, in: transaction) ?? TakenDeliveries()
        }
        return try Dictionary(grouping: deliveries.indices) { deliveries[$0].resource.service }.values
            .reduce(into: TakenDeliveries()) { all, places in
                let taken = try take(places.map { deliveries[$0] }, in: transaction)
                all.places.formUnion(taken.places.map { places[$0] })
                all.committed = { [former = all.committed] in
                    former()
                    taken.committed()
                }
            }
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
