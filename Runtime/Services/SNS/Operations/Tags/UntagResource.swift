import JSON
import ServiceKit
import Wire

/// Removes tags of a topic.
/// https://docs.aws.amazon.com/sns/latest/api/API_UntagResource.html
struct UntagResource: DocumentChange<SNS> {
    static let input = Shape.structure(
        [.required("ResourceArn", .string(length: 1...1011)), .required("TagKeys", .list(.string(length: 1...128)))],
        java: "UntagResourceRequest"
    )
    static let output = Shape.structure([], java: "UntagResourceResponse")

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: SNS) throws(AWSError) -> JSON {
        var (name, topic) = try documents.tagged(call)
        let keys = call["TagKeys"]?.arrayValue ?? []
        topic["Tags"] = .array((topic["Tags"]?.arrayValue ?? []).filter { !keys.contains($0["Key"] ?? "") })
        documents[call.shelf(Kind.topic), name] = topic
        return [:]
    }
}
