import JSON

extension DynamoDB {
    /// Puts and deletes up to 25 items of one or several tables.
    /// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html
    public func batchWriteItem(_ input: BatchWriteItemInput) async throws -> BatchWriteItemOutput {
        try await call("BatchWriteItem", input)
    }

    public struct BatchWriteItemInput: Sendable, Hashable {
        public var requestItems: [String: [WriteRequest]]
        public var returnConsumedCapacity: ReturnConsumedCapacity?
        public var returnItemCollectionMetrics: ReturnItemCollectionMetrics?

        public init(
            requestItems: [String: [WriteRequest]],
            returnConsumedCapacity: ReturnConsumedCapacity? = nil,
            returnItemCollectionMetrics: ReturnItemCollectionMetrics? = nil
        ) {
            self.requestItems = requestItems
            self.returnConsumedCapacity = returnConsumedCapacity
            self.returnItemCollectionMetrics = returnItemCollectionMetrics
        }
    }

    public struct BatchWriteItemOutput: Sendable, Hashable {
        public var unprocessedItems: [String: [WriteRequest]]
        public var itemCollectionMetrics: [String: [ItemCollectionMetrics]]?
        public var consumedCapacity: [ConsumedCapacity]?
    }
}

extension DynamoDB.BatchWriteItemInput: WireEncodable {
    func write(to object: inout WireObject) {
        object.set("RequestItems", requestItems)
        object.set("ReturnConsumedCapacity", returnConsumedCapacity)
        object.set("ReturnItemCollectionMetrics", returnItemCollectionMetrics)
    }
}

extension DynamoDB.BatchWriteItemOutput: WireDecodable {
    init(_ object: WireMembers) throws(WireError) {
        unprocessedItems = try object.get("UnprocessedItems") ?? [:]
        itemCollectionMetrics = try object.get("ItemCollectionMetrics")
        consumedCapacity = try object.get("ConsumedCapacity")
    }
}
