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

    /// How HTTP subscribers are tried again, for who has not said otherwise.
    static let deliveryPolicy: JSON = [
        "http": [
            "defaultHealthyRetryPolicy": retryPolicy, "disableSubscriptionOverrides": false,
            "defaultRequestPolicy": ["headerContentType": "text/plain; charset=UTF-8"],
        ]
    ]

    /// The same, as a subscription tells it.
    static let subscriptionDeliveryPolicy: JSON = [
        "healthyRetryPolicy": retryPolicy, "sicklyRetryPolicy": .null, "throttlePolicy": .null, "guaranteed": false,
    ]
}
