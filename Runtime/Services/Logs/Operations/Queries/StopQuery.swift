import JSON
import ServiceKit
import Storage
import Wire

/// Would end a query, but all are complete.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StopQuery.html
struct StopQuery: Operation {
    static let input = Shape.request(name, [.required("queryId", .string(length: 0...256))])
    static let access = OperationAccess.readOfOneRow

    init(_ input: JSON.Object, _ service: Logs) throws(AWSError) {
        let query = try service.queries.existing(input)
        throw .invalidParameter("Query with ID \(query.id) is in Complete state, and cannot be stopped.")
    }

    func perform(_ service: Logs, _ connection: Connection) throws -> [UInt8] { Reply.nothing }
}
