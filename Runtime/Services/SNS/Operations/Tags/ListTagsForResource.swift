import JSON
import ServiceKit
import Wire

/// Lists the tags of a topic.
/// https://docs.aws.amazon.com/sns/latest/api/API_ListTagsForResource.html
struct ListTagsForResource: DocumentQuery<SNS> {
    static let input = Shape.structure(
        [.required("ResourceArn", .string(length: 1...1011))],
        java: "ListTagsForResourceRequest"
    )
    static let output = Shape.structure([.optional("Tags", .tags)], java: "ListTagsForResourceResponse")

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: SNS) throws(AWSError) -> JSON {
        ["Tags": try documents.tagged(call).topic["Tags"] ?? []]
    }
}

extension Documents {
    func tagged(_ call: RegionalCall) throws(AWSError) -> (name: String, topic: JSON.Object) {
        guard let name = call.resource("ResourceArn"), let topic = self[call.shelf(Kind.topic), name] else {
            throw .noSuchResource
        }
        return (name, topic)
    }
}
