import JSON
import ServiceKit
import Storage
import Wire

/// Says that a table or index has no contributor insights.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeContributorInsights.html
struct DescribeContributorInsights: Operation {
    static let input = Shape.structure(
        "DescribeContributorInsightsInput",
        [.required("TableName", .tableName), .optional("IndexName", .name)]
    )
    static let access = OperationAccess.read

    private let tableName: String
    private let indexName: String?

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        tableName = try service.catalogue.name(input["TableName"]?.stringValue ?? "")
        indexName = input["IndexName"]?.stringValue
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        guard let table = service.catalogue[tableName] else { throw AWSError.noSuchTable(named: tableName) }
        var reply = Reply()
        reply.member("TableName", .string(table.name))
        if let indexName {
            guard table.indexes.contains(where: { $0.index.name == indexName }) else {
                throw AWSError(
                    "ResourceNotFoundException",
                    message: "Requested resource not found: Index: \(indexName) not found"
                )
            }
            reply.member("IndexName", .string(indexName))
        }
        reply.member("ContributorInsightsStatus", "DISABLED")
        return reply.finish()
    }
}
