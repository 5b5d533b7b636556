import JSON
import ServiceKit
import Storage
import Wire

/// Adds tags to a table, and gives those it has already other values.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TagResource.html
struct TagResource: Operation {
    static let input = Shape.structure(
        "TagResourceInput",
        [.optional("ResourceArn", ResourceARN.shape), .optional("Tags", .tags)]
    )
    static let access = OperationAccess.write(.alone)

    private let resource: ResourceARN
    private let tableName: String
    private let tags: [JSON]
    private let altered = PendingTable()

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        resource = try ResourceARN(input["ResourceArn"]?.stringValue)
        guard let tags = input["Tags"]?.arrayValue else { throw .missing("tags") }
        tableName = try resource.tableName(service.catalogue)
        guard !tags.isEmpty else { throw .validation("Atleast one Tag needs to be provided as Input.") }
        try TableTags.check(tags)
        self.tags = tags
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        guard let table = service.catalogue[tableName] else { throw AWSError.noSuchResource(resource) }
        var tableTags = TableTags(table)
        try tableTags.set(tags)
        altered.set(try table.altered(tableTags, connection))
        return []
    }

    func committed(_ service: DynamoDB) { altered.insert(into: service.catalogue) }
}

extension Table {
    func altered(_ tags: TableTags, _ connection: Connection) throws -> Table {
        var request = definition.request
        request["Tags"] = .array(tags.json)
        return try altered(request, history, connection)
    }
}

extension AWSError {
    static func noSuchResource(_ resource: ResourceARN) -> AWSError {
        AWSError(
            "ResourceNotFoundException",
            message: "Requested resource not found: ResourceArn: \(resource.text) not found"
        )
    }

    static func missing(_ member: String) -> AWSError {
        .validation(
            "1 validation error detected: Value null at '\(member)' failed to satisfy constraint: "
                + "Member must not be null"
        )
    }
}
