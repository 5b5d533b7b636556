import JSON
import ServiceKit
import Storage
import Time
import Wire

/// What a web server is asked by its token: whether it wants to subscribe, and whether it wanted to go.
/// https://docs.aws.amazon.com/sns/latest/dg/http-unsubscribe-confirmation-json.html
enum Question: Sendable {
    case subscription
    case removal(of: ARN)

    static let types = ["SubscriptionConfirmation", "UnsubscribeConfirmation"]

    /// Seconds for which a removed subscription can be restored: tokens are good for two days.
    static let lifetime = 172_800

    var type: String {
        switch self {
        case .subscription: Self.types[0]
        case .removal: Self.types[1]
        }
    }

    func message(_ topic: ARN) -> String {
        switch self {
        case .subscription:
            "You have chosen to subscribe to the topic \(topic).\nTo confirm the subscription, visit the SubscribeURL "
                + "included in this message."
        case .removal(let subscription):
            "You have chosen to deactivate subscription \(subscription).\nTo cancel this operation and restore the "
                + "subscription, visit the SubscribeURL included in this message."
        }
    }
}

extension JSON.Object {
    /// Whether the token of a removed subscription is still good.
    func canBeRestored(at now: Timestamp) -> Bool {
        Int(now.millisecondsSinceEpoch) - (self["Removed"]?.intValue ?? 0) <= Question.lifetime * 1_000
    }
}

extension SNS {
    /// Promises the question in the transaction that makes it due.
    func ask(
        _ question: Question,
        of subscription: ARN,
        _ topic: (arn: ARN, document: JSON.Object),
        token: String,
        _ call: RegionalCall,
        _ connection: Connection
    ) throws -> Outbox.Promise {
        let version = topic.document.signatureVersion
        let text = envelope.text(question, topic.arn, version, token: token, id: call.ids.uuid(), at: call.now)
        let delivery = Delivery(payload: Array(text.utf8), principal: "sns.amazonaws.com", source: topic.arn)
        var outgoing = OutgoingDelivery(delivery, to: subscription)
        outgoing.maximumRetryAttempts = 3
        return try outbox.insert([outgoing], connection)
    }
}
