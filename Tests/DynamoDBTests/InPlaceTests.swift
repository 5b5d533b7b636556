import DynamoDB
import Storage
import Synchronization
import Testing
import Wire

/// Where a request runs, which its answer does not show.
@Suite struct InPlaceTests {
    private func request(_ action: String, _ body: String) -> HTTPRequest {
        HTTPRequest(
            method: "POST",
            target: "/",
            headers: [
                "Content-Type": "application/x-amz-json-1.0",
                "X-Amz-Target": "DynamoDB_20120810.\(action)",
                "Authorization": "AWS4-HMAC-SHA256 Credential=a/20261121/us-east-1/dynamodb/aws4_request",
            ],
            body: Array(body.utf8)
        )
    }

    /// The status, if the request is answered before the call returns.
    private func statusAtOnce(_ client: Client, _ request: HTTPRequest) -> Int? {
        let status = Mutex<Int?>(nil)
        client.service.handle(request) { response in status.withLock { $0 = response.status } }
        return status.withLock { $0 }
    }

    private let key = #"{"TableName":"tbl","Key":{"p":{"S":"a"}}}"#

    @Test(arguments: [
        ("PutItem", #"{"TableName":"tbl","Item":{"p":{"S":"a"}}}"#),
        ("UpdateItem", #"{"TableName":"tbl","Key":{"p":{"S":"a"}}}"#),
        ("DeleteItem", #"{"TableName":"tbl","Key":{"p":{"S":"a"}}}"#),
    ])
    func aSmallWriteThatComesAloneIsAnsweredAtOnce(_ action: String, _ body: String) async throws {
        let client = try Client()
        try await client.makeTable()
        #expect(statusAtOnce(client, request(action, body)) == 200)
    }

    @Test func aReadOfOneItemThatComesAloneIsAnsweredAtOnce() async throws {
        let folder = try Folder()
        let database = try Database(.file(folder.file("state.db")), migrations: DynamoDB.migrations)
        let client = try Client(database)
        try await client.makeTable()
        try await client.put(#"{"p":{"S":"a"}}"#)
        #expect(statusAtOnce(client, request("GetItem", key)) == 200)
        database.close()
    }
}
