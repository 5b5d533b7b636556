import JSON
import ServiceKit
import Storage
import Wire

/// Lists a table's tags, all at once: there are no more than fifty, and AWS has been seen to show forty.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTagsOfResource.html
struct ListTagsOfResource: Operation {
    static let input = Shape.structure(
        "ListTagsOfResourceInput",
        [.optional("ResourceArn", ResourceARN.shape), .optional("NextToken", .text)]
    )
    static let access = OperationAccess.read

    private let resource: ResourceARN
    private let tableName: String

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        resource = try ResourceARN(input["ResourceArn"]?.stringValue)
        tableName = try resource.tableName(service.catalogue)
        if let token = input["NextToken"]?.stringValue { throw .validation("Invalid NextToken: \(token)") }
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        guard let table = service.catalogue[tableName] else { throw AWSError.noSuchResource(resource) }
        var reply = Reply()
        reply.member("Tags", .array(TableTags(table).json))
        return reply.finish()
    }
}
