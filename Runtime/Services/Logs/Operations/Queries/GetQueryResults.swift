import JSON
import ServiceKit
import Storage
import Wire

/// Tells what a query has found.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetQueryResults.html
struct GetQueryResults: Operation {
    static let input = Shape.request(name, [.required("queryId", .string(length: 0...256))])
    static let access = OperationAccess.readOfOneRow

    private let query: QueryLog.Query

    init(_ input: JSON.Object, _ service: Logs) throws(AWSError) {
        query = try service.queries.existing(input)
    }

    func perform(_ service: Logs, _ connection: Connection) throws -> [UInt8] {
        Reply.bytes([
            ("queryLanguage", "CWLI"), ("results", .array(query.rows)), ("statistics", query.statistics),
            ("status", "Complete"),
        ])
    }
}

extension QueryLog {
    /// The one that a request names.
    func existing(_ input: JSON.Object) throws(AWSError) -> Query {
        let id = input["queryId"]?.stringValue ?? ""
        guard let query = query(id) else {
            throw AWSError("ResourceNotFoundException", message: "Query with ID \(id) does not exist.")
        }
        return query
    }
}
