import JSON
import SocketServer
import Synchronization
import Testing

@testable import AWSClient

@Suite struct DynamoDBTests {
    /// A client of a server that gives these answers, one after another; the last one again and again.
    private func dynamo(_ answers: SocketServer.Response?...) -> (SocketServer, DynamoDB) {
        let counter = Counter()
        let server = SocketServer { _ in answers[min(counter.next(), answers.count - 1)] }
        let credentials = AWSCredentials(accessKeyID: "a", secretAccessKey: "s", sessionToken: "t")
        let configuration = AWSConfiguration(region: "r", credentials: credentials, endpoint: server.url)
        return (server, DynamoDB(configuration: configuration))
    }

    private final class Counter: Sendable {
        private let count = Mutex(0)

        func next() -> Int {
            count.withLock { count in
                defer { count += 1 }
                return count
            }
        }
    }

    private func refusal(_ status: Int, _ type: String, _ more: String = "") -> SocketServer.Response {
        .init(
            status,
            headers: [("x-amzn-RequestId", "R1")],
            #"{"__type":"com.amazonaws.dynamodb.v20120810#\#(type)","message":"m"\#(more)}"#
        )
    }

    @Test func writesWhatAWSReads() async throws {
        let (server, dynamo) = dynamo(
            .init(200, #"{"Attributes":{"n":{"N":"2"}},"ConsumedCapacity":{"CapacityUnits":1.0}}"#)
        )
        defer { server.close() }
        let output = try await dynamo.updateItem(
            .init(
                tableName: "books",
                key: ["id": "a"],
                updateExpression: "ADD n :one",
                expressionAttributeValues: [":one": 1],
                returnValues: .allNew,
                returnConsumedCapacity: .total
            )
        )
        #expect(output.attributes == ["n": 2] && output.consumedCapacity?.capacityUnits == 1)
        let request = try #require(server.requests.first)
        #expect(request.method == "POST" && request.path == "/")
        #expect(request.headers["content-type"] == "application/x-amz-json-1.0")
        #expect(request.headers["x-amz-target"] == "DynamoDB_20120810.UpdateItem")
        #expect(request.headers["x-amz-security-token"] == "t")
        #expect(
            try JSON(parsing: request.body) == [
                "TableName": "books", "Key": ["id": ["S": "a"]], "UpdateExpression": "ADD n :one",
                "ExpressionAttributeValues": [":one": ["N": "1"]], "ReturnValues": "ALL_NEW",
                "ReturnConsumedCapacity": "TOTAL",
            ]
        )
    }

    @Test func batchesThereAndBack() async throws {
        let unprocessed =
            #"{"t":[{"PutRequest":{"Item":{"id":{"S":"b"}}}},{"DeleteRequest":{"Key":{"id":{"S":"c"}}}}]}"#
        let (server, dynamo) = dynamo(.init(200, #"{"UnprocessedItems":\#(unprocessed)}"#))
        defer { server.close() }
        let output = try await dynamo.batchWriteItem(.init(requestItems: ["t": [.putRequest(item: ["id": "b"])]]))
        #expect(output.unprocessedItems == ["t": [.putRequest(item: ["id": "b"]), .deleteRequest(key: ["id": "c"])]])
        _ = try await dynamo.batchWriteItem(.init(requestItems: output.unprocessedItems))
        #expect(try JSON(parsing: server.requests[1].body)["RequestItems"] == JSON(parsing: unprocessed))
    }

    @Test func whatIsLeftUnprocessedIsWrittenAgain() async throws {
        let left = #"{"UnprocessedItems":{"t":[{"DeleteRequest":{"Key":{"id":{"S":"left"}}}}]}}"#
        let (server, dynamo) = dynamo(.init(200, left), .init(200, #"{"UnprocessedItems":{}}"#))
        defer { server.close() }
        let all = (0..<30).map { DynamoDB.WriteRequest.putRequest(item: ["id": .n($0)]) }
        try await dynamo.batchWriteAll(all, tableName: "t")
        let sizes = try server.requests.map { try JSON(parsing: $0.body)["RequestItems"]?["t"]?.arrayValue?.count }
        #expect(sizes == [25, 6])
    }

    @Test func aTableThatTakesNothingIsGivenUp() async throws {
        let left = #"{"UnprocessedItems":{"t":[{"DeleteRequest":{"Key":{"id":{"S":"left"}}}}]}}"#
        let (server, dynamo) = dynamo(.init(200, left))
        defer { server.close() }
        let error = await #expect(throws: DynamoDBError.self) {
            try await dynamo.batchWriteAll([.deleteRequest(key: ["id": "left"])], tableName: "t", maximumAttempts: 2)
        }
        #expect(error?.code == .provisionedThroughputExceededException && server.requests.count == 2)
    }

    @Test func aFailedConditionCarriesTheItem() async throws {
        let (server, dynamo) = dynamo(refusal(400, "ConditionalCheckFailedException", #","Item":{"id":{"S":"a"}}"#))
        defer { server.close() }
        let error = await #expect(throws: DynamoDBError.self) {
            try await dynamo.putItem(.init(tableName: "t", item: [:]))
        }
        #expect(error?.code == .conditionalCheckFailedException && error?.item == ["id": "a"])
        #expect(error?.message == "m" && error?.statusCode == 400 && error?.requestID == "R1")
        #expect(server.requests.count == 1)
    }

    @Test func aCancelledTransactionSaysWhy() async throws {
        let reasons = #","CancellationReasons":[{"Code":"None"},{"Code":"ConditionalCheckFailed","Message":"c"}]"#
        let (server, dynamo) = dynamo(refusal(400, "TransactionCanceledException", reasons))
        defer { server.close() }
        let error = await #expect(throws: DynamoDBError.self) {
            try await dynamo.transactWriteItems(.init(transactItems: [.put(.init(tableName: "t", item: [:]))]))
        }
        #expect(error?.cancellationReasons?.map(\.code) == ["None", "ConditionalCheckFailed"])
        #expect(error?.cancellationReasons?[1].message == "c")
    }

    @Test func throttlesFaultsAndCutConnectionsAreTriedAgain() async throws {
        let (server, dynamo) = dynamo(
            refusal(400, "ProvisionedThroughputExceededException"),
            nil,
            .init(200, #"{"TableNames":["t"]}"#)
        )
        defer { server.close() }
        #expect(try await dynamo.listTables(.init()).tableNames == ["t"])
        #expect(server.requests.count == 3)
    }

    @Test func threeAttemptsAreEnough() async throws {
        let (server, dynamo) = dynamo(refusal(500, "InternalServerError"))
        defer { server.close() }
        let error = await #expect(throws: DynamoDBError.self) { try await dynamo.listTables(.init()) }
        #expect(error?.code == .internalServerError && server.requests.count == 3)
    }

    @Test func nobodyListens() async throws {
        let (server, dynamo) = dynamo(nil)
        server.close()
        await #expect(throws: AWSConnectionError.self) { try await dynamo.listTables(.init()) }
    }

    @Test(arguments: ["{}", "[]", "", #"{"Table":{"TableName":1}}"#])
    func anAnswerThatIsNoneIsAnError(_ answer: String) async throws {
        let (server, dynamo) = dynamo(.init(200, answer))
        defer { server.close() }
        await #expect(throws: AWSConnectionError.self) { try await dynamo.describeTable(.init(tableName: "t")) }
    }

    @Test func delaysDoubleUpToALimit() {
        #expect((1...4).map(RetryDelay.limit) == [.zero, .milliseconds(50), .milliseconds(100), .milliseconds(200)])
        #expect(RetryDelay.limit(beforeAttempt: 1000) == .seconds(20))
        for _ in 0..<100 { #expect((.zero ... .milliseconds(100)).contains(RetryDelay.beforeAttempt(3))) }
    }
}
