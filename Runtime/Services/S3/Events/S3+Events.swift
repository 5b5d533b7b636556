import JSON
import ServiceKit
import Storage
import Synchronization
import Time
import Wire

extension S3 {
    static let principal = "s3.amazonaws.com"

    /// What goes out for what has happened.
    func outgoing(_ events: [ObjectEvent], _ call: Call) -> [OutgoingDelivery] {
        let documents = documents.current
        return events.flatMap { event -> [OutgoingDelivery] in
            guard let configuration = notifications.withLock({ $0[event.bucket] }),
                let bucket = try? documents.bucket(event.bucket)
            else { return [] }
            let message = EventMessage(event: event, bucket: bucket, call: call, sequencer: nextSequencer(call.now))
            var all = configuration.rules.filter { $0.wants(event) }.map { outgoing(message, $0) }
            if configuration.tellsEventBridge, let toBus = outgoingToBus(message) { all.append(toBus) }
            return all
        }
    }

    private func outgoing(_ message: EventMessage, _ rule: NotificationConfiguration.Rule) -> OutgoingDelivery {
        var delivery = Delivery(
            payload: message.records(configurationID: rule.id).bytes,
            principal: Self.principal,
            source: message.bucket.arn()
        )
        if rule.destination.service == "sns" { delivery.subject = "Amazon S3 Notification" }
        return OutgoingDelivery(delivery, to: rule.destination)
    }

    private func outgoingToBus(_ message: EventMessage) -> OutgoingDelivery? {
        guard let (type, detail) = message.detail else { return nil }
        var delivery = Delivery(payload: detail.bytes, principal: Self.principal, source: message.bucket.arn())
        delivery.event = .init(source: "aws.s3", detailType: type, resources: [message.bucket.arn().description])
        let bus = ARN(
            service: "events",
            region: message.bucket.region,
            accountID: context.account.id,
            resource: "event-bus/default"
        )
        return OutgoingDelivery(delivery, to: bus)
    }

    /// Grows from event to event, over restarts as the clock does.
    private func nextSequencer(_ now: Timestamp) -> String {
        let number = lastSequence.withLock { last in
            last = max(last + 1, UInt64(clamping: now.nanosecondsSinceEpoch))
            return last
        }
        return String(hex: number, digits: 16).uppercased()
    }

    /// Reads the notification configurations of all buckets again.
    func compileNotifications() {
        let compiled = documents.current.buckets.compactMap { bucket in
            bucket.xml("notification").flatMap { xml in
                (try? NotificationConfiguration(xml) { "" }).map { (bucket.name, $0) }
            }
        }
        notifications.withLock { $0 = Dictionary(compiled) { first, _ in first } }
    }
}
