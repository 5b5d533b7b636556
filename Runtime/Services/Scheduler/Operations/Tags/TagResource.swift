import JSON
import ServiceKit
import Wire

/// Adds tags to a group.
/// https://docs.aws.amazon.com/scheduler/latest/APIReference/API_TagResource.html
struct TagResource: DocumentChange<Scheduler>, RESTOperation {
    static let binding = RESTBinding("POST", "/tags/{ResourceArn}")
    static let input = Shape.structure(
        [.required("ResourceArn", .string(length: 1...1011, pattern: .groupARN)), .required("Tags", .tags)],
        java: "TagResourceInput"
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: Scheduler) throws(AWSError) -> JSON {
        try ReservedTagKeys.check(call["Tags"], AWSError.validation)
        var (arn, tags) = try documents.tags(call)
        for tag in call["Tags"]?.arrayValue ?? [] {
            tags.removeAll { $0["Key"] == tag["Key"] }
            tags.append(tag)
        }
        documents.setTags(tags, of: arn, call)
        return [:]
    }
}
