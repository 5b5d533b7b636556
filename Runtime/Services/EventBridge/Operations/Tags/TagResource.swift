import JSON
import ServiceKit
import Wire

/// Adds tags to a rule or bus.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TagResource.html
struct TagResource: DocumentChange<EventBridge> {
    static let input = Shape.structure(
        [.required("ResourceARN", .string(length: 1...1600)), .required("Tags", .tags)],
        java: "TagResourceRequest"
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: EventBridge) throws(AWSError) -> JSON {
        let arn = try documents.taggable(call)
        try ReservedTagKeys.check(call["Tags"], AWSError.validation)
        var tags = documents[call.shelf(Kind.tags), arn]?["Tags"]?.arrayValue ?? []
        for tag in call["Tags"]?.arrayValue ?? [] {
            tags.removeAll { $0["Key"] == tag["Key"] }
            tags.append(tag)
        }
        documents.setTags(.array(tags), of: arn, call)
        return [:]
    }
}
