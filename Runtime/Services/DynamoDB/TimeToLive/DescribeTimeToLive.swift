import JSON
import ServiceKit
import Storage
import Wire

/// Tells which attribute says when items expire.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTimeToLive.html
struct DescribeTimeToLive: TableOperation, TableQuestion {
    let tableName: String

    func answer(_ table: Table, _ service: DynamoDB, _ connection: Connection, _ reply: inout Reply) throws {
        var description = JSON.Object([("TimeToLiveStatus", "DISABLED")])
        if let timeToLive = table.timeToLive, timeToLive.isEnabled {
            description["TimeToLiveStatus"] = "ENABLED"
            description["AttributeName"] = .string(timeToLive.attributeName)
        }
        reply.member("TimeToLiveDescription", .object(description))
    }
}
