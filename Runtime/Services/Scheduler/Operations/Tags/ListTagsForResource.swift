import JSON
import ServiceKit
import Wire

/// Lists the tags of a group.
/// https://docs.aws.amazon.com/scheduler/latest/APIReference/API_ListTagsForResource.html
struct ListTagsForResource: DocumentQuery<Scheduler>, RESTOperation {
    static let binding = RESTBinding("GET", "/tags/{ResourceArn}")
    static let input = Shape.structure(
        [.required("ResourceArn", .string(length: 1...1011, pattern: .groupARN))],
        java: "ListTagsForResourceInput"
    )

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: Scheduler) throws(AWSError) -> JSON {
        ["Tags": .array(try documents.tags(call).tags)]
    }
}
