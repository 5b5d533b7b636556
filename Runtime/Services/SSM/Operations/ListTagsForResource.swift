import JSON
import ServiceKit
import Storage
import Wire

/// Lists the tags of a parameter in the order of their keys.
/// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ListTagsForResource.html
struct ListTagsForResource: Operation {
    static let input = Shape.request(
        "ListTagsForResource",
        [.required("ResourceType", .string()), .required("ResourceId", .string())]
    )
    static let access = OperationAccess.read

    private let resource: TaggedParameter

    init(_ input: JSON.Object, _ service: SSM) throws(AWSError) { resource = try TaggedParameter(input) }

    func perform(_ service: SSM, _ connection: Connection) throws -> [UInt8] {
        let parameter = try resource.find(in: ParameterStore(connection))
        let tags = parameter.tags.sorted { $0.key < $1.key }.map { key, value -> JSON in
            ["Key": .string(key), "Value": .string(value)]
        }
        return JSON.object(JSON.Object([("TagList", .array(tags))])).bytes
    }
}
