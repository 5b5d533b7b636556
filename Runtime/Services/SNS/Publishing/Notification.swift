import EventPatterns
import JSON
import ServiceKit
import Synchronization
import Time
import Wire

/// A message on its way from a topic to its subscribers.
struct Notification: Sendable {
    let id: String
    let topic: ARN
    let subject: String?
    /// What each protocol gets; `default` for those that are not named.
    let texts: [String: String]
    let attributes: [Delivery.MessageAttribute]
    let time: Timestamp
    var messageGroupID: String?
    var messageDeduplicationID: String?
    /// Of FIFO topics.
    var sequenceNumber: String?
    /// As the topic has it.
    var signatureVersion = "1"
    /// The `X-Amzn-Trace-Id` of the request that has published it.
    var traceHeader: String?

    func text(for name: String) -> String { texts[name] ?? texts["default"] ?? "" }

    /// The attributes as filter policies see them: lists as lists, numbers as numbers.
    var filteredAttributes: JSON {
        var object = JSON.Object()
        for attribute in attributes {
            guard case .text(let text) = attribute.value else { continue }
            if attribute.type == "String.Array" {
                object[attribute.name] = (try? JSON(parsing: text)) ?? .string(text)
            } else {
                object[attribute.name] = attribute.type.hasPrefix("Number") ? .number(text) : .string(text)
            }
        }
        return .object(object)
    }
}

/// A subscription, ready for messages.
struct Subscriber: Sendable {
    let arn: ARN
    let `protocol`: String
    let endpoint: String
    private let isRaw: Bool
    private let filter: EventPattern?
    private let filtersBody: Bool
    private let deadLetterQueue: ARN?
    /// Of web servers.
    private let deliveryPolicy: DeliveryPolicy?

    init(_ arn: ARN, _ document: JSON.Object, topic: JSON.Object?) {
        self.arn = arn
        `protocol` = document.text("Protocol") ?? ""
        endpoint = document.text("Endpoint") ?? ""
        isRaw = document.flag("RawMessageDelivery")
        filter = document.attributes.text("FilterPolicy").flatMap { try? EventPattern($0, dialect: .sns) }
        filtersBody = document.attributes.text("FilterPolicyScope") == "MessageBody"
        let redrive = document.attributes.text("RedrivePolicy").flatMap { try? JSON(parsing: $0) }
        deadLetterQueue = redrive?["deadLetterTargetArn"]?.stringValue.flatMap { ARN($0) }
        deliveryPolicy =
            ["http", "https"].contains(`protocol`)
            ? DeliveryPolicy(
                subscription: document.attributes.text("DeliveryPolicy"),
                topic: topic?.attributes.text("DeliveryPolicy")
            ) : nil
    }

    func wants(_ notification: Notification) -> Bool {
        guard let filter else { return true }
        guard filtersBody else { return filter.matches(notification.filteredAttributes) }
        guard let body = try? JSON(parsing: notification.text(for: `protocol`)), body.objectValue != nil else {
            return false
        }
        return filter.matches(body)
    }

    /// What goes out to the subscriber: to the subscription itself, which hands it on, unless it is a queue.
    func outgoing(_ notification: Notification, _ envelope: Envelope) -> OutgoingDelivery? {
        guard let target = `protocol` == "sqs" ? ARN(endpoint) : arn else { return nil }
        let isPlain = isRaw && `protocol` != "lambda" || ["email", "sms", "application"].contains(`protocol`)
        var delivery = Delivery(
            payload: Array(
                (isPlain ? notification.text(for: `protocol`) : envelope.text(notification, self)).utf8
            ),
            principal: "sns.amazonaws.com",
            source: notification.topic
        )
        if isRaw { delivery.attributes = notification.attributes }
        // What a FIFO topic sends has no group in a standard queue.
        if notification.sequenceNumber == nil || endpoint.hasSuffix(".fifo") {
            delivery.messageGroupID = notification.messageGroupID
        }
        delivery.traceHeader = notification.traceHeader
        delivery.messageDeduplicationID = notification.messageDeduplicationID
        var outgoing = OutgoingDelivery(delivery, to: target)
        outgoing.deadLetterQueue = deadLetterQueue
        outgoing.explainsDeadLetter = false
        if let deliveryPolicy {
            outgoing.pauses = deliveryPolicy.pauses
        } else {
            outgoing.maximumRetryAttempts = 100_015
            outgoing.maximumEventAge = .seconds(23 * 86_400)
        }
        if `protocol` == "email", let subject = notification.subject {
            outgoing.delivery.attributes = [.init(name: "Subject", type: "String", value: .text(subject))]
        }
        return outgoing
    }
}

extension SNS {
    /// What goes out for a message, and how many subscribers did not want it.
    func outgoing(_ notification: Notification) -> (outgoing: [OutgoingDelivery], filteredOut: Int) {
        let subscribers = subscribers.withLock { $0[notification.topic] } ?? []
        let interested = subscribers.filter { $0.wants(notification) }
        let outgoing = interested.compactMap { $0.outgoing(notification, envelope) }
        return (outgoing, subscribers.count - interested.count)
    }
}
