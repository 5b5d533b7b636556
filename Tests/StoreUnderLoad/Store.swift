import Dispatch
import DynamoDB
import JSON
import ServiceKit
import Storage
import Time
import Wire

/// A DynamoDB on a file, called without a socket.
package final class Store: Sendable {
    package struct Refusal: Error {
        package var status: Int
        package var body: String
    }

    package let database: Database
    private let service: DynamoDB

    /// Makes the plan's table unless it is there.
    package init(path: String) throws {
        database = try Database(.file(path), migrations: DynamoDB.migrations)
        service = try DynamoDB(
            ServiceContext(account: AWSAccount(), time: SystemTime(), ids: IDSource(), database: database)
        )
        _ = try service.setUpTable(JSON(parsing: Plan.createTable))
    }

    /// Answers on whatever thread. The end of the turn comes when `queue` gets to it.
    func send(
        _ action: String,
        _ body: String,
        endOfTurnOn queue: DispatchQueue? = nil,
        _ completion: @escaping @Sendable (HTTPResponse) -> Void
    ) {
        let isOfStreams = ["DescribeStream", "GetShardIterator", "GetRecords"].contains(action)
        var request = HTTPRequest(
            method: "POST",
            target: "/",
            headers: [
                "Content-Type": "application/x-amz-json-1.0",
                "X-Amz-Target": "DynamoDB\(isOfStreams ? "Streams" : "")_20120810.\(action)",
                "Authorization": "AWS4-HMAC-SHA256 Credential=a/20261121/us-east-1/dynamodb/aws4_request",
            ],
            body: Array(body.utf8)
        )
        if let queue { request.atEndOfTurn = { action in queue.async { action() } } }
        service.handle(request, respond: completion)
    }

    /// The reply; throws `Refusal` for an error.
    @discardableResult
    package func call(_ action: String, _ body: String) throws -> JSON {
        let semaphore = DispatchSemaphore(value: 0)
        nonisolated(unsafe) var response = HTTPResponse()
        send(action, body) {
            response = $0
            semaphore.signal()
        }
        semaphore.wait()
        guard response.status == 200 else {
            throw Refusal(status: response.status, body: String(decoding: response.body, as: UTF8.self))
        }
        return try JSON(parsing: response.body)
    }
}
