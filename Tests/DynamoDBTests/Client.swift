import DynamoDB
import JSON
import ServiceKit
import Storage
import Testing
import Time
import Wire

/// Calls a DynamoDB in memory as a client would, without a socket.
struct Client {
    let service: DynamoDB

    init(_ database: Database? = nil, time: ManualTime = ManualTime()) throws {
        service = try DynamoDB(
            ServiceContext(
                account: AWSAccount(),
                time: time,
                ids: IDSource(seed: 1),
                database: database ?? Database(.memory, migrations: DynamoDB.migrations)
            )
        )
    }

    private static let streamsActions = ["ListStreams", "DescribeStream", "GetShardIterator", "GetRecords"]

    func request(_ action: String, _ body: String) -> HTTPRequest {
        let service = Self.streamsActions.contains(action) ? "DynamoDBStreams_20120810" : "DynamoDB_20120810"
        return HTTPRequest(
            method: "POST",
            target: "/",
            headers: [
                "Content-Type": "application/x-amz-json-1.0",
                "X-Amz-Target": "\(service).\(action)",
                "Authorization": "AWS4-HMAC-SHA256 Credential=a/20261121/us-east-1/dynamodb/aws4_request",
            ],
            body: Array(body.utf8)
        )
    }

    func send(_ action: String, _ body: String) async throws -> (status: Int, body: JSON) {
        let response = await withCheckedContinuation { continuation in
            service.handle(request(action, body)) { continuation.resume(returning: $0) }
        }
        // Some actions answer nothing.
        return (response.status, response.body.isEmpty ? .null : try JSON(parsing: response.body))
    }

    /// The reply to a request that must succeed.
    @discardableResult
    func call(_ action: String, _ body: String, at location: SourceLocation = #_sourceLocation) async throws -> JSON {
        let (status, body) = try await send(action, body)
        #expect(status == 200, "\(body.text)", sourceLocation: location)
        return body
    }

    /// The message of the error that a request must get.
    func refusal(_ action: String, _ body: String, at location: SourceLocation = #_sourceLocation) async throws
        -> String?
    {
        let (status, body) = try await send(action, body)
        #expect(status == 400, "\(body.text)", sourceLocation: location)
        return body["message"]?.stringValue ?? body["Message"]?.stringValue
    }

    /// A table `t` with the partition key `p`, a string, and where `sort` is given the sort key `s` of that type.
    func makeTable(sort: String? = nil, _ more: String = "", attributes: String = "") async throws {
        let key =
            #"{"AttributeName":"p","KeyType":"HASH"}"#
            + (sort == nil ? "" : #",{"AttributeName":"s","KeyType":"RANGE"}"#)
        let sortDefinition = sort.map { #",{"AttributeName":"s","AttributeType":"\#($0)"}"# } ?? ""
        try await call(
            "CreateTable",
            """
            {"TableName":"tbl","BillingMode":"PAY_PER_REQUEST","KeySchema":[\(key)],
            "AttributeDefinitions":[{"AttributeName":"p","AttributeType":"S"}\(sortDefinition)\(attributes)]\(more)}
            """
        )
    }

    /// The ARN of the newest stream of the table `tbl`.
    func streamARN() async throws -> String {
        let table = try await call("DescribeTable", #"{"TableName":"tbl"}"#)["Table"]
        return table?["LatestStreamArn"]?.stringValue ?? ""
    }

    /// All that a stream holds, shard by shard, in pages of `limit`.
    func records(_ arn: String, limit: Int = 1000) async throws -> [JSON] {
        let stream = try await call("DescribeStream", #"{"StreamArn":"\#(arn)"}"#)["StreamDescription"]
        var records: [JSON] = []
        for shard in stream?["Shards"]?.arrayValue ?? [] {
            var iterator = try await self.iterator(arn, shard["ShardId"]?.stringValue ?? "")
            while let current = iterator {
                let page = try await call("GetRecords", #"{"ShardIterator":"\#(current)","Limit":\#(limit)}"#)
                records += page["Records"]?.arrayValue ?? []
                iterator = page["Records"] == [] ? nil : page["NextShardIterator"]?.stringValue
            }
        }
        return records
    }

    func iterator(_ arn: String, _ shardID: String, _ type: String = "TRIM_HORIZON") async throws -> String? {
        try await call(
            "GetShardIterator",
            #"{"StreamArn":"\#(arn)","ShardId":"\#(shardID)","ShardIteratorType":"\#(type)"}"#
        )["ShardIterator"]?.stringValue
    }

    func put(_ item: String) async throws { try await call("PutItem", #"{"TableName":"tbl","Item":\#(item)}"#) }

    func get(_ key: String) async throws -> JSON? {
        try await call("GetItem", #"{"TableName":"tbl","Key":\#(key)}"#)["Item"]
    }
}
