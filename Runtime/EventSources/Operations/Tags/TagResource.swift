import JSON
import Lambda
import ServiceKit
import Wire

/// Adds tags to a mapping.
/// https://docs.aws.amazon.com/lambda/latest/api/API_TagResource.html
struct TagResource: MappingTagChange {
    static let binding = RESTBinding("POST", MappingTags.path, status: 204)
    static let input = Shape.structure(
        [
            .required("Resource", .taggedLambdaResource),
            .required("Tags", .lambdaTags),
        ],
        java: "TagResourceRequest"
    )

    let uuid: String
    private let added: JSON.Object

    init(_ input: JSON.Object, _ service: EventSources) throws(AWSError) {
        uuid = try MappingTags.mapping(input, service).uuid
        added = input["Tags"]?.objectValue ?? JSON.Object()
        guard !added.isEmpty else {
            throw .invalidParameter("An error occurred and the request cannot be processed.")
        }
    }

    func change(_ tags: inout JSON.Object) throws(AWSError) {
        for tag in added.members { tags[tag.key] = tag.value }
        guard tags.count <= MappingTags.limit else {
            throw .invalidParameter("Number of tags exceeds resource tag limit.")
        }
    }
}
