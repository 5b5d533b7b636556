import JSON
import ServiceKit
import Wire

extension SNS {
    /// Makes what a request describes, or brings what is there already to it. For callers that can wait.
    package func setUp(_ action: String, _ request: JSON) throws {
        if action == "Subscribe", let present = subscription(request),
            .object(present.attributes) != request["Attributes"] ?? [:]
        {
            try perform("Unsubscribe", ["SubscriptionArn": .string(present.arn)], among: Self.operations)
        }
        try perform(action, request, among: Self.operations)
    }

    /// Removes what a request of the template has made: a topic by its name, a subscription by its endpoint. For callers
    /// that can wait.
    package func takeBack(_ action: String, _ request: JSON) throws {
        if action == "Unsubscribe" {
            guard let present = subscription(request) else { return }
            try perform(action, ["SubscriptionArn": .string(present.arn)], among: Self.operations)
        } else {
            let topic = context.account.arn("sns", request["Name"]?.stringValue ?? "")
            try perform(action, ["TopicArn": .string(topic.description)], among: Self.operations)
        }
    }

    /// The subscription of the same endpoint to the same topic.
    private func subscription(_ request: JSON) -> (arn: String, attributes: JSON.Object)? {
        let call = RegionalCall(request.objectValue ?? JSON.Object(), context)
        guard let topic = try? call.topicName() else { return nil }
        let present = documents.current.subscriptions(of: topic, call).first {
            $0.document["Protocol"] == request["Protocol"] && $0.document["Endpoint"] == request["Endpoint"]
        }
        return present.map { (call.arn($0.name).description, $0.document.attributes) }
    }
}
