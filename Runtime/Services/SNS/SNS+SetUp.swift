import JSON
import ServiceKit
import Wire

extension SNS {
    /// Makes what a request describes, or brings what is there already to it. For callers that can wait.
    package func setUp(_ action: String, _ request: JSON) throws {
        if action == "Subscribe", let present = subscription(request) {
            try perform("Unsubscribe", ["SubscriptionArn": .string(present)], among: Self.operations)
        }
        try perform(action, request, among: Self.operations)
    }

    /// The subscription of the same endpoint that says something else.
    private func subscription(_ request: JSON) -> String? {
        let call = RegionalCall(request.objectValue ?? JSON.Object(), context)
        guard let topic = try? call.topicName() else { return nil }
        let present = documents.current.subscriptions(of: topic, call).first {
            $0.document["Protocol"] == request["Protocol"] && $0.document["Endpoint"] == request["Endpoint"]
        }
        guard let present, .object(present.document.attributes) != request["Attributes"] ?? [:] else { return nil }
        return call.arn(present.name).description
    }
}
