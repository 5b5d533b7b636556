import JSON
import ServiceKit
import Storage
import Wire

/// Says that a table's changes go to no Kinesis stream.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeKinesisStreamingDestination.html
struct DescribeKinesisStreamingDestination: Operation {
    static let input = Shape.structure(
        "DescribeKinesisStreamingDestinationInput",
        [.required("TableName", .tableName)]
    )
    static let access = OperationAccess.read

    private let tableName: String

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        tableName = input["TableName"]?.stringValue ?? ""
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        guard let table = service.catalogue[tableName] else { throw AWSError.noSuchTable(named: tableName) }
        var reply = Reply()
        reply.member("TableName", .string(table.name))
        reply.member("KinesisDataStreamDestinations", [])
        return reply.finish()
    }
}
