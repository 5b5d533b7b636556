import JSON
import ServiceKit
import Storage
import Synchronization
import Time
import Wire

/// Subscribes an endpoint to a topic. Web servers and people must confirm first.
/// https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html
struct Subscribe: DocumentChange<SNS> {
    static let input = Shape.structure(
        [
            .required("TopicArn", .string()), .required("Protocol", .string()), .optional("Endpoint", .string()),
            .optional("Attributes", .texts), .optional("ReturnSubscriptionArn", .boolean),
        ],
        java: "SubscribeInput"
    )
    static let output = Shape.structure([.optional("SubscriptionArn", .string())], java: "SubscribeResponse")

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: SNS) throws(AWSError) -> JSON {
        let topic = try call.topicName()
        let (name, endpoint) = (call.text("Protocol") ?? "", call.text("Endpoint") ?? "")
        var attributes = call["Attributes"]?.objectValue ?? JSON.Object()
        _ = try documents.topic(topic, call)
        try SubscriptionRules.check(protocol: name, endpoint: endpoint, topic: topic)
        let scope = attributes.text("FilterPolicyScope")
        for member in attributes.members {
            let value = member.value.stringValue ?? ""
            try SubscriptionRules.check(attribute: member.key, value, isSubscribe: true, scope: scope)
            attributes[member.key] = SubscriptionRules.kept(member.key, value)
        }
        if name == "application" {
            guard let key = ARN(endpoint)?.resource, documents[call.shelf(Kind.endpoint), key] != nil else {
                throw .invalid("Endpoint Reason: Endpoint does not exist for endpoint arn\(endpoint)")
            }
        }
        let prefix = "\(topic):"
        let present = documents.any(call.shelf(Kind.subscription)) { key, document in
            document["Endpoint"] == .string(endpoint) && document["Protocol"] == .string(name) && key.hasPrefix(prefix)
        }
        if let present {
            let isSame = attributes.members.allSatisfy { member in
                (present.document.attributes[member.key] ?? SubscriptionRules.initial[member.key]) == member.value
            }
            guard isSame else {
                throw .invalid("Attributes Reason: Subscription already exists with different attributes")
            }
            return reply(present.name, present.document)
        }
        let key = "\(topic):\(id)"
        var subscription = JSON.Object([
            ("Protocol", .string(name)), ("Endpoint", .string(endpoint)), ("Attributes", .object(attributes)),
            ("Created", JSON(call.now.millisecondsSinceEpoch)),
        ])
        if let policy = attributes.text("RedrivePolicy") {
            try SubscriptionRules.checkQueueKind(policy, subscription, topic: topic)
        }
        if needsConfirmation { subscription["Pending"] = true }
        subscription["Token"] = .string(token)
        documents[call.shelf(Kind.subscription), key] = subscription
        return reply(key, subscription)
    }

    private let id: String
    private let token: String
    private let confirmation = SentPromise()

    init(call: RegionalCall) {
        self.call = call
        id = call.ids.uuid()
        token = call.ids.hex(128)
    }

    private var needsConfirmation: Bool {
        ["http", "https", "email", "email-json"].contains(call.text("Protocol") ?? "")
    }

    private func reply(_ key: String, _ subscription: JSON.Object) -> JSON {
        let isHidden = subscription["Pending"] == true && call["ReturnSubscriptionArn"] != true
        return ["SubscriptionArn": .string(isHidden ? "pending confirmation" : call.arn(key).description)]
    }

    /// Promises the question for confirmation in the same transaction.
    func perform(_ service: SNS, _ connection: Connection) throws -> [UInt8] {
        var documents = service.documents.current
        let reply = try change(&documents, service)
        try service.documents.write(documents, connection)
        let topic = call.arn(try call.topicName())
        let subscription = call.arn("\(topic.resource):\(id)")
        let isNew = documents[call.shelf(Kind.subscription), subscription.resource] != nil
        if isNew, needsConfirmation {
            let asker = (topic, try documents.topic(topic.resource, call))
            confirmation.set(try service.ask(.subscription, of: subscription, asker, token: token, call, connection))
        }
        return reply.bytes
    }

    func committed(_ service: SNS) {
        service.documentsChanged(service.documents.commit())
        service.outbox.send(confirmation.promise)
    }
}

/// What a transaction has promised, for when it is durable.
final class SentPromise: Sendable {
    private let content = Mutex(Outbox.Promise())

    var promise: Outbox.Promise { content.withLock { $0 } }

    func set(_ promise: Outbox.Promise) { content.withLock { $0 = promise } }
}
