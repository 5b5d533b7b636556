import JSON

extension DynamoDB {
    /// Writes up to 100 items, all or none.
    /// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
    public func transactWriteItems(_ input: TransactWriteItemsInput) async throws -> TransactWriteItemsOutput {
        try await call("TransactWriteItems", input)
    }

    public struct TransactWriteItemsInput: Sendable, Hashable {
        public var transactItems: [TransactWriteItem]
        public var clientRequestToken: String?
        public var returnConsumedCapacity: ReturnConsumedCapacity?
        public var returnItemCollectionMetrics: ReturnItemCollectionMetrics?

        public init(
            transactItems: [TransactWriteItem],
            clientRequestToken: String? = nil,
            returnConsumedCapacity: ReturnConsumedCapacity? = nil,
            returnItemCollectionMetrics: ReturnItemCollectionMetrics? = nil
        ) {
            self.transactItems = transactItems
            self.clientRequestToken = clientRequestToken
            self.returnConsumedCapacity = returnConsumedCapacity
            self.returnItemCollectionMetrics = returnItemCollectionMetrics
        }
    }

    public struct TransactWriteItemsOutput: Sendable, Hashable {
        public var itemCollectionMetrics: [String: [ItemCollectionMetrics]]?
        public var consumedCapacity: [ConsumedCapacity]?
    }
}

extension DynamoDB.TransactWriteItemsInput: WireEncodable {
    func write(to object: inout WireObject) {
        object.set("TransactItems", transactItems)
        object.set("ClientRequestToken", clientRequestToken)
        object.set("ReturnConsumedCapacity", returnConsumedCapacity)
        object.set("ReturnItemCollectionMetrics", returnItemCollectionMetrics)
    }
}

extension DynamoDB.TransactWriteItemsOutput: WireDecodable {
    init(_ object: WireMembers) throws(WireError) {
        itemCollectionMetrics = try object.get("ItemCollectionMetrics")
        consumedCapacity = try object.get("ConsumedCapacity")
    }
}
