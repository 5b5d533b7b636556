import JSON
import ServiceKit
import Storage
import Wire

/// Lists no exports: none can be made here.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListExports.html
struct ListExports: Operation {
    static let input = Shape.structure(
        "ListExportsInput",
        [
            .optional("TableArn", .string(length: 1...1024)),
            .optional("MaxResults", .number(java: "Integer", range: 1...25)),
            .optional("NextToken", .text),
        ]
    )
    static let access = OperationAccess.read

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {}

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        var reply = Reply()
        reply.member("ExportSummaries", [])
        return reply.finish()
    }
}
