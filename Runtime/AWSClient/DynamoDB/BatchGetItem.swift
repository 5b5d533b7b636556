import JSON

extension DynamoDB {
    /// Reads up to 100 items of one or several tables by their keys, in no particular order.
    /// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
    public func batchGetItem(_ input: BatchGetItemInput) async throws -> BatchGetItemOutput {
        try await call("BatchGetItem", input)
    }

    public struct BatchGetItemInput: Sendable, Hashable {
        public var requestItems: [String: KeysAndAttributes]
        public var returnConsumedCapacity: ReturnConsumedCapacity?

        public init(
            requestItems: [String: KeysAndAttributes],
            returnConsumedCapacity: ReturnConsumedCapacity? = nil
        ) {
            self.requestItems = requestItems
            self.returnConsumedCapacity = returnConsumedCapacity
        }
    }

    public struct BatchGetItemOutput: Sendable, Hashable {
        public var responses: [String: [Item]]
        public var unprocessedKeys: [String: KeysAndAttributes]
        public var consumedCapacity: [ConsumedCapacity]?
    }
}

extension DynamoDB.BatchGetItemInput: WireEncodable {
    func write(to object: inout WireObject) {
        object.set("RequestItems", requestItems)
        object.set("ReturnConsumedCapacity", returnConsumedCapacity)
    }
}

extension DynamoDB.BatchGetItemOutput: WireDecodable {
    init(_ object: WireMembers) throws(WireError) {
        responses = try object.get("Responses") ?? [:]
        unprocessedKeys = try object.get("UnprocessedKeys") ?? [:]
        consumedCapacity = try object.get("ConsumedCapacity")
    }
}
