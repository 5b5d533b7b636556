import JSON
import ServiceKit
import Storage
import Wire

/// Says that a table's changes go to no Kinesis stream.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeKinesisStreamingDestination.html
struct DescribeKinesisStreamingDestination: TableQuestion {
    let tableName: String

    func answer(_ table: Table, _ service: DynamoDB, _ connection: Connection, _ reply: inout Reply) throws {
        reply.member("TableName", .string(table.name))
        reply.member("KinesisDataStreamDestinations", [])
    }
}
