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

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        resource = try ResourceARN(input["ResourceArn"]?.stringValue)
        try resource.checkIsTable()
        if let token = input["NextToken"]?.stringValue { throw .validation("Invalid NextToken: \(token)") }
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        guard let table = service.catalogue[resource.tableName] else { throw AWSError.noSuchResource(resource) }
        var reply = Reply()
        reply.member("Tags", .array(TableTags(table).json))
        return reply.finish()
    }
}
