import JSON
import ServiceKit
import Wire

/// Removes tags of a rule or bus.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_UntagResource.html
struct UntagResource: DocumentChange<EventBridge> {
    static let input = Shape.structure(
        [.required("ResourceARN", .string(length: 1...1600)), .required("TagKeys", .list(.string(length: 1...128)))],
        java: "UntagResourceRequest"
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: EventBridge) throws(AWSError) -> JSON {
        let arn = try documents.taggable(call)
        let keys = call["TagKeys"]?.arrayValue ?? []
        let tags = documents[call.shelf(Kind.tags), arn]?["Tags"]?.arrayValue ?? []
        documents.setTags(.array(tags.filter { !keys.contains($0["Key"] ?? "") }), of: arn, call)
        return [:]
    }
}
