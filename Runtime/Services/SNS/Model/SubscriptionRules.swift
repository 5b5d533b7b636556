import EventPatterns
import JSON
import ServiceKit
import Wire

/// What a subscription may say of itself.
enum SubscriptionRules {
    private static let protocols = ["http", "https", "email", "email-json", "sms", "sqs", "application", "lambda"]

    static func check(protocol name: String, endpoint: String, topic: String) throws(AWSError) {
        guard protocols.contains(name) else {
            throw .invalid(
                name == "firehose"
                    ? "Hearth does not deliver to firehose"
                    : "Amazon SNS does not support this protocol string: \(name)"
            )
        }
        // https://docs.aws.amazon.com/sns/latest/dg/fifo-message-delivery.html
        guard name == "sqs" || !topic.hasSuffix(".fifo") else { throw .invalid("Invalid protocol type: \(name)") }
        let arn = ARN(endpoint)
        switch name {
        case "sqs":
            guard let arn, arn.service == "sqs" else { throw .invalid("SQS endpoint ARN") }
            if arn.resource.hasSuffix(".fifo"), !topic.hasSuffix(".fifo") {
                throw .invalid(
                    "Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics"
                )
            }
        case "lambda": guard arn?.service == "lambda" else { throw .invalid("Lambda endpoint ARN") }
        case "http", "https":
            guard endpoint.hasPrefix("\(name)://") else { throw .invalid("Endpoint must match the specified protocol") }
        case "email", "email-json":
            guard endpoint.contains("@") else { throw .invalid("Email address") }
        case "sms":
            guard isPhoneNumber(endpoint) else {
                throw AWSError("InvalidParameter", message: "Invalid SMS endpoint: \(endpoint)")
            }
        default: break
        }
    }

    /// What attributes are where nobody has set them.
    static let initial: JSON.Object = JSON.Object([
        ("RawMessageDelivery", "false"), ("FilterPolicyScope", "MessageAttributes"),
    ])

    /// How an attribute that has been checked is kept: flags in small letters, empty ones not at all.
    static func kept(_ name: String, _ value: String) -> JSON? {
        switch name {
        case _ where value.isEmpty: nil
        case "RawMessageDelivery": .string(value.lowercased())
        case "DeliveryPolicy": .string(TopicPolicy.kept(ofSubscription: value))
        default: .string(value)
        }
    }

    /// `topic` is its name, with whatever behind it that begins with a colon.
    static func checkQueueKind(_ policy: String, _ subscription: JSON.Object, topic: String) throws(AWSError) {
        let queue = (try? JSON(parsing: policy))?["deadLetterTargetArn"]?.stringValue ?? ""
        let isOrdered =
            topic.prefix { $0 != ":" }.hasSuffix(".fifo") && subscription.text("Endpoint")?.hasSuffix(".fifo") == true
        guard queue.isEmpty || queue.hasSuffix(".fifo") || !isOrdered else {
            throw .invalid("RedrivePolicy: must use a FIFO queue as DLQ for a FIFO Subscription to a FIFO Topic.")
        }
        // What a standard topic sends has no message group, without which a FIFO queue takes nothing.
        guard topic.prefix(while: { $0 != ":" }).hasSuffix(".fifo") || !queue.hasSuffix(".fifo") else {
            throw .invalid("RedrivePolicy: must use a standard queue as DLQ for a Subscription to a standard Topic.")
        }
    }

    static func isPhoneNumber(_ text: String) -> Bool {
        text.wholeMatch(of: /\+?[0-9](?:[\/.\-]?[0-9]){3,18}/) != nil
    }

    /// `isSubscribe` decides how the error begins.
    static func check(attribute name: String, _ value: String, isSubscribe: Bool, scope: String?) throws(AWSError) {
        let place = isSubscribe ? "Attributes Reason: " : ""
        switch name {
        case "RawMessageDelivery":
            guard ["true", "false"].contains(value.lowercased()) else {
                throw .invalid("\(place)RawMessageDelivery: Invalid value [\(value)]. Must be true or false.")
            }
        case "FilterPolicy": try checkFilterPolicy(value, place, scope)
        case "FilterPolicyScope":
            guard ["MessageAttributes", "MessageBody"].contains(value) else {
                throw .invalid(
                    "\(place)FilterPolicyScope: Invalid value [\(value)]. Please use either MessageBody or MessageAttributes"
                )
            }
        case "RedrivePolicy":
            let policy: JSON
            do throws(JSONParseError) {
                policy = try JSON(parsing: value)
            } catch {
                let reason = JacksonWords.text(error, in: Array(value.utf8), .redactedText)
                throw .invalid("\(place)RedrivePolicy: failed to parse JSON. \(reason)")
            }
            guard let queue = policy["deadLetterTargetArn"]?.stringValue, ARN(queue)?.service == "sqs" else {
                throw .invalid("\(place)RedrivePolicy: deadLetterTargetArn is an invalid arn")
            }
        case "DeliveryPolicy":
            try DeliveryPolicy.check(ofSubscription: value)
        case "SubscriptionRoleArn": break
        case "ReplayPolicy", "ReplayStatus": throw .invalid("\(place)Hearth does not emulate \(name)")
        default: throw .invalid(isSubscribe ? "Attributes Reason: Unknown attribute: \(name)" : "AttributeName")
        }
    }

    private static func checkFilterPolicy(_ value: String, _ place: String, _ scope: String?) throws(AWSError) {
        if value.isEmpty { return }
        let policy = try? JSON(parsing: value)
        if policy?.objectValue?.isEmpty == true { return }
        do throws(EventPatternError) {
            // Errors tell places in the policy without its blanks.
            _ = try EventPattern(policy?.text ?? value, dialect: .sns)
        } catch {
            throw .invalid("\(place)FilterPolicy: \(error.message)")
        }
        let object = policy?.objectValue ?? JSON.Object()
        guard keys(object) <= 5 else {
            throw .invalid("\(place)FilterPolicy: Filter policy can not have more than 5 keys")
        }
        guard combinations(object) <= 150 else { throw .invalid("\(place)FilterPolicy: Filter policy is too complex") }
        if scope != "MessageBody", object.members.contains(where: { $0.value.objectValue != nil }) {
            throw .invalid("Filter policy scope MessageAttributes does not support nested filter policy")
        }
    }

    /// How many fields have values, those in other objects and in `$or` as well.
    private static func keys(_ object: JSON.Object) -> Int {
        object.members.reduce(0) { count, member in
            switch member.value {
            case .object(let inner): count + keys(inner)
            case .array(let choices) where member.key == "$or":
                count + choices.compactMap(\.objectValue).reduce(0) { $0 + keys($1) }
            default: count + 1
            }
        }
    }

    /// The product of the numbers of values of all fields; a field as deep as `n` counts `n` times as much, and a `$or` as
    /// much as its choices together.
    /// https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
    private static func combinations(_ object: JSON.Object, depth: Int = 1) -> Int {
        object.members.reduce(1) { product, member in
            let factor: Int
            switch member.value {
            case .array(let choices) where member.key == "$or":
                factor = choices.compactMap(\.objectValue).reduce(0) { sum, choice in
                    let (result, overflow) = sum.addingReportingOverflow(combinations(choice, depth: depth))
                    return overflow ? .max : result
                }
            case .array(let values): factor = values.count * depth
            case .object(let inner): factor = combinations(inner, depth: depth + 1)
            default: factor = 1
            }
            let (result, overflow) = product.multipliedReportingOverflow(by: max(factor, 1))
            return overflow ? .max : result
        }
    }
}
