import JSON
import ServiceKit
import Storage
import Wire

/// Adds tags to a parameter, and gives those it has already other values.
/// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AddTagsToResource.html
struct AddTagsToResource: Operation {
    static let input = Shape.request(
        "AddTagsToResource",
        [.required("ResourceType", .string()), .required("ResourceId", .string()), .required("Tags", .tags)]
    )
    static let access = OperationAccess.write(.shared)

    private let resource: TaggedParameter
    private let tags: [String: String]

    init(_ input: JSON.Object, _ service: SSM) throws(AWSError) {
        resource = try TaggedParameter(input)
        tags = try ParameterTags.read(input["Tags"])
    }

    func perform(_ service: SSM, _ connection: Connection) throws -> [UInt8] {
        let store = ParameterStore(connection)
        let parameter = try resource.find(in: store)
        let all = parameter.tags.merging(tags) { $1 }
        try ParameterTags.check(all)
        try store.set(all, of: parameter.number)
        return Array("{}".utf8)
    }
}
