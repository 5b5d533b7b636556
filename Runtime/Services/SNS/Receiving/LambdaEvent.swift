import JSON
import Wire

/// What a function gets that has subscribed.
/// https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
enum LambdaEvent {
    /// `envelope` is the message as other subscribers get it, and as a dead-letter queue gets it in the end.
    static func text(_ envelope: JSON.Object, for subscription: ARN) -> String {
        var sns = envelope
        sns["Subject"] = sns["Subject"] ?? .null
        // Whatever the version that has signed it, as on AWS.
        if sns["SignatureVersion"] != nil { sns["SignatureVersion"] = "1" }
        for (name, inEvents) in [("SigningCertURL", "SigningCertUrl"), ("UnsubscribeURL", "UnsubscribeUrl")] {
            sns[inEvents] = sns[name]
            sns[name] = nil
        }
        sns["MessageAttributes"] = sns["MessageAttributes"] ?? [:]
        let record: JSON = [
            "EventSource": "aws:sns", "EventVersion": "1.0",
            "EventSubscriptionArn": .string(subscription.description), "Sns": .object(sns),
        ]
        return JSON.object(JSON.Object([("Records", .array([record]))])).text
    }
}
