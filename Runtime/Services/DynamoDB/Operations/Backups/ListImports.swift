import JSON
import ServiceKit
import Storage
import Wire

/// Lists no imports: none can be made here.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListImports.html
struct ListImports: Operation {
    static let input = Shape.structure(
        "ListImportsInput",
        [
            .optional("TableArn", .string(length: 1...1024)),
            .optional("PageSize", .number(java: "Integer", range: 1...25)),
            .optional("NextToken", .string(length: 112...1024)),
        ]
    )
    static let access = OperationAccess.read

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {}

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        var reply = Reply()
        reply.member("ImportSummaryList", [])
        return reply.finish()
    }
}
