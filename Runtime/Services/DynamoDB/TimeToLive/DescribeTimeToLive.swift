import JSON
import ServiceKit
import Storage
import Wire

/// Tells which attribute says when items expire.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTimeToLive.html
struct DescribeTimeToLive: TableOperation {
    static let input = Shape.structure("DescribeTimeToLiveInput", [.required("TableName", .tableName)])
    static let access = OperationAccess.read

    private let tableName: String

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        tableName = input["TableName"]?.stringValue ?? ""
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        guard let table = service.catalogue[tableName] else { throw AWSError.noSuchTable(named: tableName) }
        var description = JSON.Object([("TimeToLiveStatus", "DISABLED")])
        if let timeToLive = table.timeToLive, timeToLive.isEnabled {
            description["TimeToLiveStatus"] = "ENABLED"
            description["AttributeName"] = .string(timeToLive.attributeName)
        }
        var reply = Reply()
        reply.member("TimeToLiveDescription", .object(description))
        return reply.finish()
    }
}
