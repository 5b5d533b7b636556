import JSON
import ServiceKit
import Wire

/// Removes tags of a target.
/// https://docs.aws.amazon.com/autoscaling/application/APIReference/API_UntagResource.html
struct UntagResource: DocumentChange<ApplicationAutoScaling> {
    static let input = Shape.structure(
        [
            .required("ResourceARN", .targetARN),
            .required("TagKeys", .list(.string(length: 1...128), length: 0...200)),
        ],
        java: "UntagResourceRequest"
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: ApplicationAutoScaling) throws(AWSError) -> JSON {
        var (key, target) = try documents.target(arn: call.text("ResourceARN") ?? "", call)
        var tags = target["Tags"]?.objectValue ?? JSON.Object()
        for name in (call["TagKeys"]?.arrayValue ?? []).compactMap(\.stringValue) { tags[name] = nil }
        target["Tags"] = .object(tags)
        documents[call.shelf(Kind.target), key] = target
        return [:]
    }
}
