import JSON
import Lambda
import ServiceKit
import Storage
import Wire

/// Shows the tags of a mapping.
/// https://docs.aws.amazon.com/lambda/latest/api/API_ListTags.html
struct ListTags: RESTOperation {
    static let binding = RESTBinding("GET", MappingTags.path)
    static let input = Shape.structure([.required("Resource", .taggedLambdaResource)], java: "ListTagsRequest")
    static let access = OperationAccess.read

    private let mapping: EventSourceMapping

    init(_ input: JSON.Object, _ service: EventSources) throws(AWSError) {
        mapping = try MappingTags.mapping(input, service)
    }

    func perform(_ service: EventSources, _ connection: Connection) throws -> [UInt8] {
        JSON.object(JSON.Object([("Tags", .object(mapping.tags))])).bytes
    }
}
