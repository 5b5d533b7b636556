import JSON
import Lambda
import ServiceKit
import Wire

/// Removes tags from a mapping.
/// https://docs.aws.amazon.com/lambda/latest/api/API_UntagResource.html
struct UntagResource: MappingTagChange {
    static let binding = RESTBinding(
        "DELETE",
        MappingTags.path,
        query: [.init("tagKeys", member: "TagKeys", .strings)],
        status: 204
    )
    static let input = Shape.structure(
        [.required("Resource", .taggedLambdaResource), .required("TagKeys", .list(.string()))],
        java: "UntagResourceRequest"
    )

    let uuid: String
    private let keys: [String]

    init(_ input: JSON.Object, _ service: EventSources) throws(AWSError) {
        uuid = try MappingTags.mapping(input, service).uuid
        keys = (input["TagKeys"]?.arrayValue ?? []).compactMap(\.stringValue)
    }

    func change(_ tags: inout JSON.Object) { for key in keys { tags[key] = nil } }
}
