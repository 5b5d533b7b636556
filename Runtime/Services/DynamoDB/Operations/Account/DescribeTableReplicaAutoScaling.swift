import JSON
import ServiceKit
import Storage
import Wire

/// Says that a table has no replicas.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTableReplicaAutoScaling.html
struct DescribeTableReplicaAutoScaling: TableQuestion {
    let tableName: String

    func answer(_ table: Table, _ service: DynamoDB, _ connection: Connection, _ reply: inout Reply) throws {
        reply.member(
            "TableAutoScalingDescription",
            [
                "TableName": .string(table.name), "TableStatus": table.isUpdating ? "UPDATING" : "ACTIVE",
                "Replicas": [],
            ]
        )
    }
}
