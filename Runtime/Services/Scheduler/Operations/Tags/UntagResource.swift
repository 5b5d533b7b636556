import JSON
import ServiceKit
import Wire

/// Removes tags of a group.
/// https://docs.aws.amazon.com/scheduler/latest/APIReference/API_UntagResource.html
struct UntagResource: DocumentChange<Scheduler>, RESTOperation {
    static let binding = RESTBinding("DELETE", "/tags/{ResourceArn}", query: [.init("TagKeys", .strings)])
    static let input = Shape.structure(
        [
            .required("ResourceArn", .string(length: 1...1011, pattern: .groupARN)),
            .required("TagKeys", .list(.string(length: 1...128), length: 0...200)),
        ],
        java: "UntagResourceInput"
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: Scheduler) throws(AWSError) -> JSON {
        let (arn, tags) = try documents.tags(call)
        let keys = call["TagKeys"]?.arrayValue ?? []
        documents.setTags(tags.filter { !keys.contains($0["Key"] ?? "") }, of: arn, call)
        return [:]
    }
}
