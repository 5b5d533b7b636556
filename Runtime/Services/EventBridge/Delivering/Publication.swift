import JSON
import ServiceKit
import Storage
import Synchronization
import Time
import Wire

/// Events on their way into the store: their deliveries are promised in one transaction, and sent after it.
final class Publication: Sendable {
    private let outgoing: [OutgoingDelivery]
    private let matched: [MetricSubject]
    private let archived: [(archive: String, event: BusEvent)]
    private let promise = Mutex(Outbox.Promise())

    init(_ outcomes: [BusRoutes.Outcome]) {
        outgoing = outcomes.flatMap(\.outgoing)
        matched = outcomes.flatMap(\.matched)
        archived = outcomes.flatMap(\.archived)
    }

    var isEmpty: Bool { outgoing.isEmpty && archived.isEmpty && matched.isEmpty }

    func write(_ service: EventBridge, _ connection: Connection) throws {
        for (archive, event) in archived {
            try connection.run(
                "INSERT INTO events_archived (archive, time, event) VALUES (?, ?, ?)",
                .text(archive),
                .integer(event.time.nanosecondsSinceEpoch),
                .blob(event.json.bytes)
            )
        }
        let written = try service.outbox.insert(outgoing, connection)
        promise.withLock { $0 = written }
    }

    func send(_ service: EventBridge) {
        if !matched.isEmpty { RuleMetrics.matched(matched, service.context) }
        service.outbox.send(promise.withLock { $0 })
    }
}

extension EventBridge: DeliveryReceiver {
    /// Takes an event for a bus: in its envelope from another bus, or as detail with source and type. What is for an API
    /// destination goes on to it.
    package func receive(
        _ delivery: Delivery,
        at resource: ARN,
        completion: @escaping @Sendable (Result<Void, AWSError>) -> Void
    ) {
        if resource.isAPIDestination { return call(delivery, at: resource, completion: completion) }
        let bus = BusAddress(region: resource.region, name: RegionalCall.plainName(resource.description))
        let now = context.time.now
        do throws(AWSError) {
            let call = RegionalCall(JSON.Object(), region: resource.region, context)
            _ = try documents.current.bus(bus.name, call)
            var event = try event(delivery, call, at: now)
            event.traceHeader = delivery.traceHeader
            publish(Publication([routes(of: bus).route(event, at: now)]), completion)
        } catch {
            completion(.failure(error))
        }
    }

    private func event(_ delivery: Delivery, _ call: RegionalCall, at now: Timestamp) throws(AWSError) -> BusEvent {
        guard let json = try? JSON(parsing: delivery.payload) else { throw .validation("Detail is malformed.") }
        guard let event = delivery.event else {
            guard var event = BusEvent(envelope: json) else { throw .validation("The payload is no event.") }
            event.isForwarded = true
            // In another region it is another event.
            return json["region"]?.stringValue == call.region ? event : event.with(id: call.ids.uuid())
        }
        guard json.objectValue != nil else { throw .validation("Detail is malformed.") }
        return BusEvent(
            id: call.ids.uuid(),
            detailType: event.detailType,
            source: event.source,
            account: call.account,
            time: now,
            resources: event.resources.map { .string($0) },
            detail: json
        )
    }

    private func publish(
        _ publication: Publication,
        _ completion: @escaping @Sendable (Result<Void, AWSError>) -> Void
    ) {
        if publication.isEmpty { return completion(.success(())) }
        context.database.write { [self] connection in
            try publication.write(self, connection)
        } completion: { [self] (result: Result<Void, any Error>) in
            switch result {
            case .success:
                publication.send(self)
                completion(.success(()))
            case .failure(let failure):
                completion(.failure(AWSError("InternalException", status: 500, message: "\(failure)")))
            }
        }
    }
}
