import JSON
import ServiceKit
import Wire

/// Changes an attribute of a topic.
/// https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html
struct SetTopicAttributes: DocumentChange<SNS> {
    static let input = Shape.structure(
        [
            .required("TopicArn", .string()), .required("AttributeName", .string()),
            .optional("AttributeValue", .string()),
        ],
        java: "SetTopicAttributesInput"
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: SNS) throws(AWSError) -> JSON {
        let name = try call.topicName()
        var topic = try documents.topic(name, call)
        let (attribute, value) = (call.text("AttributeName") ?? "", call.text("AttributeValue") ?? "")
        guard attribute != "FifoTopic" else { throw .invalid("AttributeName") }
        try TopicAttributes.check(attribute, value)
        var attributes = topic.attributes
        attributes[attribute] = TopicAttributes.kept(attribute, value)
        topic["Attributes"] = .object(attributes)
        documents[call.shelf(Kind.topic), name] = topic
        return [:]
    }
}

/// What may be set of a topic.
enum TopicAttributes {
    private static let names: Set = [
        "DisplayName", "Policy", "DeliveryPolicy", "KmsMasterKeyId", "TracingConfig", "SignatureVersion",
        "ContentBasedDeduplication", "FifoTopic", "FifoThroughputScope",
    ]

    static func check(_ name: String, _ value: String) throws(AWSError) {
        let isFeedback = name.hasSuffix("FeedbackRoleArn") || name.hasSuffix("FeedbackSampleRate")
        if name == "ArchivePolicy" { throw .invalid("Hearth does not emulate ArchivePolicy") }
        guard names.contains(name) || isFeedback else { throw .invalid("AttributeName") }
        switch name {
        case "DeliveryPolicy": try DeliveryPolicy.check(ofTopic: value)
        case "Policy":
            guard value.isEmpty || (try? JSON(parsing: value))?.objectValue != nil else {
                throw .invalid("\(name): \(name) is not valid JSON")
            }
        case "SignatureVersion":
            guard ["1", "2"].contains(value) else { throw .invalid("SignatureVersion") }
        case "ContentBasedDeduplication", "FifoTopic":
            guard ["true", "false"].contains(value.lowercased()) else {
                throw .invalid("\(name) Reason: must be true or false")
            }
        default: break
        }
    }

    /// Policies are kept without blanks, and one of deliveries that is empty not at all.
    static func kept(_ name: String, _ value: String) -> JSON? {
        switch name {
        case "Policy": .string((try? JSON(parsing: value))?.text ?? value)
        case "DeliveryPolicy": value.isEmpty ? nil : .string(TopicPolicy.kept(ofTopic: value))
        default: .string(value)
        }
    }
}
