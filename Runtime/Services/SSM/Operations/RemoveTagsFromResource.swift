import JSON
import ServiceKit
import Storage
import Wire

/// Removes tags from a parameter; those it does not have are passed over.
/// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RemoveTagsFromResource.html
struct RemoveTagsFromResource: Operation {
    static let input = Shape.request(
        "RemoveTagsFromResource",
        [
            .required("ResourceType", .string()), .required("ResourceId", .string()),
            .required("TagKeys", .list(.tagKey)),
        ]
    )
    static let access = OperationAccess.write(.shared)

    private let resource: TaggedParameter
    private let keys: Set<String>

    init(_ input: JSON.Object, _ service: SSM) throws(AWSError) {
        resource = try TaggedParameter(input)
        keys = Set((input["TagKeys"]?.arrayValue ?? []).compactMap(\.stringValue))
    }

    func perform(_ service: SSM, _ connection: Connection) throws -> [UInt8] {
        let store = ParameterStore(connection)
        let parameter = try resource.find(in: store)
        try store.set(parameter.tags.filter { !keys.contains($0.key) }, of: parameter.number)
        return Array("{}".utf8)
    }
}
