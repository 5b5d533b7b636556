import JSON
import ServiceKit
import Wire

/// Makes a topic, or tells of one that is there and is the same.
/// https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html
struct CreateTopic: DocumentChange<SNS> {
    static let input = Shape.structure(
        [
            .required("Name", .string()), .optional("Attributes", .texts), .optional("Tags", .tags),
            .optional("DataProtectionPolicy", .string()),
        ],
        java: "CreateTopicInput"
    )
    static let output = Shape.structure([.optional("TopicArn", .string())], java: "CreateTopicResponse")

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: SNS) throws(AWSError) -> JSON {
        let name = call.text("Name") ?? ""
        var attributes = call["Attributes"]?.objectValue ?? JSON.Object()
        let isFIFO = attributes.text("FifoTopic")?.lowercased() == "true"
        try checkName(name, isFIFO: isFIFO)
        for member in attributes.members {
            let value = member.value.stringValue ?? ""
            try TopicAttributes.check(member.key, value, isFIFO: isFIFO, isNew: true)
            attributes[member.key] = TopicAttributes.kept(member.key, value)
        }
        if call["DataProtectionPolicy"] != nil { throw .invalid("Hearth does not emulate DataProtectionPolicy") }
        if !isFIFO { attributes["FifoTopic"] = nil }
        let tags = call["Tags"]?.arrayValue ?? []
        try ReservedTagKeys.check(call["Tags"], AWSError.invalid)
        let reply: JSON = ["TopicArn": .string(call.arn(name).description)]
        guard let present = documents[call.shelf(Kind.topic), name] else {
            documents[call.shelf(Kind.topic), name] = JSON.Object([
                ("Attributes", .object(attributes)), ("Tags", .array(tags)),
            ])
            return reply
        }
        guard attributes.members.allSatisfy({ present.attributes[$0.key] == $0.value }) else {
            throw .invalid("Attributes Reason: Topic already exists with different attributes")
        }
        guard tags.allSatisfy({ present["Tags"]?.arrayValue?.contains($0) ?? false }) else {
            throw .invalid("Tags Reason: Topic already exists with different tags")
        }
        return reply
    }

    private func checkName(_ name: String, isFIFO: Bool) throws(AWSError) {
        let stem = isFIFO ? String(name.dropLast(5)) : name
        let isRight = !stem.isEmpty && name.utf8.count <= 256 && stem.wholeMatch(of: /[A-Za-z0-9_\-]+/) != nil
        guard isRight, !isFIFO || name.hasSuffix(".fifo") else {
            throw .invalid("Topic Name")
        }
    }
}
