import JSON
import ServiceKit
import Storage
import Wire

/// Takes tags from a table; those that it does not have are no error.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UntagResource.html
struct UntagResource: Operation {
    static let input = Shape.structure(
        "UntagResourceInput",
        [.optional("ResourceArn", ResourceARN.shape), .optional("TagKeys", .list(.string(length: 1...128)))]
    )
    static let access = OperationAccess.write(.alone)

    private let resource: ResourceARN
    private let tableName: String
    private let keys: [JSON]
    private let altered = PendingTable()

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        resource = try ResourceARN(input["ResourceArn"]?.stringValue)
        guard let keys = input["TagKeys"]?.arrayValue else { throw .missing("tagKeys") }
        tableName = try resource.tableName(service.catalogue)
        guard !keys.isEmpty else { throw .validation("Atleast one Tag Key needs to be provided as Input.") }
        self.keys = keys
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        guard let table = service.catalogue[tableName] else { throw AWSError.noSuchResource(resource) }
        var tags = TableTags(table)
        tags.remove(keys)
        altered.set(try table.altered(tags, connection))
        return []
    }

    func committed(_ service: DynamoDB) { altered.insert(into: service.catalogue) }
}
