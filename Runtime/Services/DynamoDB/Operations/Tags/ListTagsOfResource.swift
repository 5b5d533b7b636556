import JSON
import ServiceKit
import Storage
import Wire

/// Lists a table's tags, ten at a time.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTagsOfResource.html
struct ListTagsOfResource: Operation {
    static let input = Shape.structure(
        "ListTagsOfResourceInput",
        [.optional("ResourceArn", ResourceARN.shape), .optional("NextToken", .text)]
    )
    static let access = OperationAccess.read

    private static let pageSize = 10

    private let resource: ResourceARN
    private let start: Int

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        resource = try ResourceARN(input["ResourceArn"]?.stringValue, Self.name, service.context.account)
        try resource.checkIsTable()
        guard let token = input["NextToken"]?.stringValue else {
            start = 0
            return
        }
        guard let start = Int(token), (0...Limits.tags).contains(start) else {
            throw .validation("Invalid NextToken: \(token)")
        }
        self.start = start
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        guard let table = service.catalogue[resource.tableName] else { throw AWSError.noSuchResource(resource) }
        let rest = TableTags(table).json.dropFirst(start)
        var reply = Reply()
        reply.member("Tags", .array(Array(rest.prefix(Self.pageSize))))
        if rest.count > Self.pageSize { reply.member("NextToken", .string("\(start + Self.pageSize)")) }
        return reply.finish()
    }
}
