import JSON
import ServiceKit
import Storage
import Wire

/// Lists no table or index with contributor insights: none can have them here.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListContributorInsights.html
struct ListContributorInsights: Operation {
    static let input = Shape.structure(
        "ListContributorInsightsInput",
        [
            .optional("TableName", .tableName),
            .optional("NextToken", .text),
            .optional("MaxResults", .number(java: "Integer", range: 0...100)),
        ]
    )
    static let access = OperationAccess.read

    private let tableName: String?

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        tableName = try input["TableName"]?.stringValue.map(service.catalogue.name)
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        if let tableName, service.catalogue[tableName] == nil { throw AWSError.noSuchTable(named: tableName) }
        var reply = Reply()
        reply.member("ContributorInsightsSummaries", [])
        return reply.finish()
    }
}
