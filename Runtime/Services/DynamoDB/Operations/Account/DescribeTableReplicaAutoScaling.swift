import JSON
import ServiceKit
import Storage
import Wire

/// Says that a table has no replicas.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTableReplicaAutoScaling.html
struct DescribeTableReplicaAutoScaling: Operation {
    static let input = Shape.structure(
        "DescribeTableReplicaAutoScalingInput",
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
        reply.member(
            "TableAutoScalingDescription",
            [
                "TableName": .string(table.name), "TableStatus": table.isUpdating ? "UPDATING" : "ACTIVE",
                "Replicas": [],
            ]
        )
        return reply.finish()
    }
}
