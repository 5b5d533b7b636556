import JSON
import ServiceKit
import Time
import Wire

/// The kinds of resources that the service keeps.
enum Kind {
    static let topic = "topic"
    /// By what stands behind the account in its ARN: `TOPIC:UUID`.
    static let subscription = "subscription"
    /// Of web servers, for as long as their tokens restore them; named as those above.
    static let removedSubscription = "removed-subscription"
    static let application = "application"
    static let endpoint = "endpoint"
    /// One document, `sms`: the attributes, and who wants no messages.
    static let settings = "settings"
}

extension RegionalCall {
    func arn(_ resource: String) -> ARN { account.arn("sns", resource) }

    /// The resource of an ARN of this account and region in a member; `nil` for any other.
    func resource(_ member: String) -> String? {
        guard let arn = text(member).flatMap({ ARN($0) }), arn.service == "sns", arn.region == region,
            arn.accountID == account.id
        else { return nil }
        return arn.resource
    }

    /// Refuses what is no ARN.
    func checkARN(_ member: String) throws(AWSError) { try ARN.check(text(member) ?? "", member) }

    /// The name of the topic that a member names by its ARN, which must be of the region that the client has signed for.
    func topicName(_ member: String = "TopicArn") throws(AWSError) -> String {
        try checkARN(member)
        if let arn = text(member).flatMap({ ARN($0) }), arn.region != region { throw .invalid("TopicArn") }
        guard let name = resource(member) else { throw .notFound("Topic") }
        return name
    }
}

extension Documents {
    func topic(_ name: String, _ call: RegionalCall) throws(AWSError) -> JSON.Object {
        guard let topic = self[call.shelf(Kind.topic), name] else { throw .notFound("Topic") }
        return topic
    }

    /// The subscription that a request names, and how the store names it.
    func subscription(_ call: RegionalCall) throws(AWSError) -> (key: String, subscription: JSON.Object) {
        guard let key = call.resource("SubscriptionArn"), let found = self[call.shelf(Kind.subscription), key] else {
            throw .notFound("Subscription")
        }
        return (key, found)
    }

    /// The subscriptions of a topic, oldest first.
    func subscriptions(of topic: String, _ call: RegionalCall) -> [(name: String, document: JSON.Object)] {
        let prefix = "\(topic):"
        return all(call.shelf(Kind.subscription)) { name, _ in name.hasPrefix(prefix) }.sortedByAge
    }

    /// Platform applications and their endpoints, which stand under `app/…` and `endpoint/…`.
    func mobile(_ kind: String, _ member: String, _ what: String, _ call: RegionalCall) throws(AWSError)
        -> (key: String, document: JSON.Object)
    {
        try call.checkARN(member)
        guard let key = call.resource(member), let found = self[call.shelf(kind), key] else { throw .notFound(what) }
        return (key, found)
    }
}

extension [(name: String, document: JSON.Object)] {
    var sortedByAge: Self {
        let age = { (document: JSON.Object) in document["Created"]?.intValue ?? 0 }
        return sorted { (age($0.document), $0.name) < (age($1.document), $1.name) }
    }
}

extension JSON.Object {
    func text(_ name: String) -> String? { self[name]?.stringValue }

    var attributes: JSON.Object { self["Attributes"]?.objectValue ?? JSON.Object() }

    /// Of a topic's messages.
    var signatureVersion: String { attributes.text("SignatureVersion") ?? "1" }

    /// A flag among the attributes, which are texts.
    func flag(_ name: String) -> Bool { attributes.text(name)?.lowercased() == "true" }
}

extension ARN {
    /// Refuses a member that is no ARN.
    static func check(_ text: String, _ member: String) throws(AWSError) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).count
        guard parts >= 6 else { throw .invalid("\(member) Reason: An ARN must have at least 6 elements, not \(parts)") }
    }
}
