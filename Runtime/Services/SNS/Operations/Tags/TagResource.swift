import JSON
import ServiceKit
import Wire

/// Adds tags to a topic.
/// https://docs.aws.amazon.com/sns/latest/api/API_TagResource.html
struct TagResource: DocumentChange<SNS> {
    static let input = Shape.structure(
        [.required("ResourceArn", .string(length: 1...1011)), .required("Tags", .tags)],
        java: "TagResourceRequest"
    )
    static let output = Shape.structure([], java: "TagResourceResponse")

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: SNS) throws(AWSError) -> JSON {
        var (name, topic) = try documents.tagged(call)
        var tags = topic["Tags"]?.arrayValue ?? []
        let new = call["Tags"]?.arrayValue ?? []
        try ReservedTagKeys.check(call["Tags"], AWSError.invalid)
        guard Set(new.map { $0["Key"]?.stringValue }).count == new.count else {
            throw .invalid("Duplicated keys are not allowed.")
        }
        for tag in new {
            if let index = tags.firstIndex(where: { $0["Key"] == tag["Key"] }) {
                tags[index] = tag
            } else {
                tags.append(tag)
            }
        }
        guard tags.count <= 50 else {
            throw AWSError(
                "TagLimitExceeded",
                message: "Could not complete request: tag quota of per resource exceeded"
            )
        }
        topic["Tags"] = .array(tags)
        documents[call.shelf(Kind.topic), name] = topic
        return [:]
    }
}
