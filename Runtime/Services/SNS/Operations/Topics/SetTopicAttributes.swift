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
        try TopicAttributes.check(attribute, value, isFIFO: topic.flag("FifoTopic"), isNew: false)
        var attributes = topic.attributes
        attributes[attribute] = TopicAttributes.kept(attribute, value)
        topic["Attributes"] = .object(attributes)
        documents[call.shelf(Kind.topic), name] = topic
        return [:]
    }
}
