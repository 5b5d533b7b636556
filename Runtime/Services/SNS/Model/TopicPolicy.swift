import JSON
import ServiceKit
import Wire

/// Who may do what with a topic: kept and returned, not enforced.
enum TopicPolicy {
    static let actions = [
        "GetTopicAttributes", "SetTopicAttributes", "AddPermission", "RemovePermission", "DeleteTopic", "Subscribe",
        "ListSubscriptionsByTopic", "Publish",
    ]

    /// What a topic has that nobody has given another one.
    static func initial(_ arn: ARN) -> JSON {
        [
            "Version": "2008-10-17", "Id": "__default_policy_ID",
            "Statement": [
                [
                    "Effect": "Allow", "Sid": "__default_statement_ID", "Principal": ["AWS": "*"],
                    "Action": .array(actions.map { .string("SNS:\($0)") }), "Resource": .string(arn.description),
                    "Condition": ["StringEquals": ["AWS:SourceOwner": .string(arn.accountID)]],
                ]
            ],
        ]
    }

    /// What `AddPermission` adds.
    static func statement(_ label: String, _ accounts: [String], _ actions: [String], _ arn: ARN) -> JSON {
        let principals = accounts.map { JSON.string("arn:aws:iam::\($0):root") }
        let names = actions.map { JSON.string("SNS:\($0)") }
        return [
            "Sid": .string(label), "Effect": "Allow",
            "Principal": ["AWS": principals.count == 1 ? principals[0] : .array(principals)],
            "Action": names.count == 1 ? names[0] : .array(names), "Resource": .string(arn.description),
        ]
    }

    private static let retryPolicy: JSON = [
        "minDelayTarget": 20, "maxDelayTarget": 20, "numRetries": 3, "numMaxDelayRetries": 0, "numNoDelayRetries": 0,
        "numMinDelayRetries": 0, "backoffFunction": "linear",
    ]

    /// How HTTP subscribers of a topic are tried again: what it has said, and the rest as it is for everybody.
    static func deliveryPolicy(_ topic: JSON.Object) -> JSON {
        let http = policy(topic)?["http"]
        return [
            "http": [
                "defaultHealthyRetryPolicy": merged(retryPolicy, http?["defaultHealthyRetryPolicy"]),
                "disableSubscriptionOverrides": http?["disableSubscriptionOverrides"] ?? false,
                "defaultRequestPolicy": merged(
                    ["headerContentType": "text/plain; charset=UTF-8"],
                    http?["defaultRequestPolicy"]
                ),
            ]
        ]
    }

    /// The same, as a subscription tells it.
    static func deliveryPolicy(ofSubscription subscription: JSON.Object, _ topic: JSON.Object) -> JSON {
        let http = policy(topic)?["http"]
        let own = http?["disableSubscriptionOverrides"] == true ? nil : policy(subscription)
        let retry = own?["healthyRetryPolicy"]?.nonNull ?? http?["defaultHealthyRetryPolicy"]
        var effective = JSON.Object([
            ("healthyRetryPolicy", merged(retryPolicy, retry)), ("sicklyRetryPolicy", .null),
            ("throttlePolicy", own?["throttlePolicy"]?.nonNull ?? http?["defaultThrottlePolicy"] ?? .null),
            ("guaranteed", false),
        ])
        effective["requestPolicy"] = own?["requestPolicy"]?.nonNull ?? http?["defaultRequestPolicy"]?.nonNull
        return .object(effective)
    }

    /// A topic's own policy as AWS tells it again: without what is null, and whether it overrides subscriptions.
    static func kept(ofTopic text: String) -> String {
        guard let policy = try? JSON(parsing: text), let http = policy["http"]?.objectValue else { return text }
        var kept = JSON.Object()
        for member in http.members where member.value.nonNull != nil { kept[member.key] = member.value }
        kept["disableSubscriptionOverrides"] = kept["disableSubscriptionOverrides"] ?? false
        return (["http": .object(kept)] as JSON).text
    }

    /// A subscription's own policy as AWS tells it again: with all that it does not say.
    static func kept(ofSubscription text: String) -> String {
        guard let policy = try? JSON(parsing: text) else { return text }
        let names = ["healthyRetryPolicy", "sicklyRetryPolicy", "throttlePolicy", "requestPolicy"]
        var kept = JSON.Object(names.map { ($0, policy[$0] ?? .null) })
        kept["guaranteed"] = policy["guaranteed"] ?? false
        return JSON.object(kept).text
    }

    private static func policy(_ resource: JSON.Object) -> JSON? {
        resource.attributes.text("DeliveryPolicy").flatMap { try? JSON(parsing: $0) }
    }

    private static func merged(_ policy: JSON, _ other: JSON?) -> JSON {
        var object = policy.objectValue ?? JSON.Object()
        for member in other?.objectValue?.members ?? [] { object[member.key] = member.value }
        return .object(object)
    }
}
