import JSON

extension DynamoDB {
    /// Reads one item by its key.
    /// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html
    public func getItem(_ input: GetItemInput) async throws -> GetItemOutput {
        try await call("GetItem", input)
    }

    public struct GetItemInput: Sendable, Hashable {
        public var tableName: String
        public var key: Item
        public var consistentRead: Bool?
        public var projectionExpression: String?
        public var expressionAttributeNames: [String: String]?
        public var returnConsumedCapacity: ReturnConsumedCapacity?

        public init(
            tableName: String,
            key: Item,
            consistentRead: Bool? = nil,
            projectionExpression: String? = nil,
            expressionAttributeNames: [String: String]? = nil,
            returnConsumedCapacity: ReturnConsumedCapacity? = nil
        ) {
            self.tableName = tableName
            self.key = key
            self.consistentRead = consistentRead
            self.projectionExpression = projectionExpression
            self.expressionAttributeNames = expressionAttributeNames
            self.returnConsumedCapacity = returnConsumedCapacity
        }
    }

    public struct GetItemOutput: Sendable, Hashable {
        public var item: Item?
        public var consumedCapacity: ConsumedCapacity?
    }
}

extension DynamoDB.GetItemInput: WireEncodable {
    func write(to object: inout WireObject) {
        object.set("TableName", tableName)
        object.set("Key", key)
        object.set("ConsistentRead", consistentRead)
        object.set("ProjectionExpression", projectionExpression)
        object.set("ExpressionAttributeNames", expressionAttributeNames)
        object.set("ReturnConsumedCapacity", returnConsumedCapacity)
    }
}

extension DynamoDB.GetItemOutput: WireDecodable {
    init(_ object: WireMembers) throws(WireError) {
        item = try object.get("Item")
        consumedCapacity = try object.get("ConsumedCapacity")
    }
}
