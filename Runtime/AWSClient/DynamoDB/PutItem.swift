import JSON

extension DynamoDB {
    /// Writes one whole item, in place of the one with the same key.
    /// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html
    public func putItem(_ input: PutItemInput) async throws -> PutItemOutput {
        try await call("PutItem", input)
    }

    public struct PutItemInput: Sendable, Hashable {
        public var tableName: String
        public var item: Item
        public var conditionExpression: String?
        public var expressionAttributeNames: [String: String]?
        public var expressionAttributeValues: [String: AttributeValue]?
        public var returnValues: ReturnValue?
        public var returnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure?
        public var returnConsumedCapacity: ReturnConsumedCapacity?
        public var returnItemCollectionMetrics: ReturnItemCollectionMetrics?

        public init(
            tableName: String,
            item: Item,
            conditionExpression: String? = nil,
            expressionAttributeNames: [String: String]? = nil,
            expressionAttributeValues: [String: AttributeValue]? = nil,
            returnValues: ReturnValue? = nil,
            returnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure? = nil,
            returnConsumedCapacity: ReturnConsumedCapacity? = nil,
            returnItemCollectionMetrics: ReturnItemCollectionMetrics? = nil
        ) {
            self.tableName = tableName
            self.item = item
            self.conditionExpression = conditionExpression
            self.expressionAttributeNames = expressionAttributeNames
            self.expressionAttributeValues = expressionAttributeValues
            self.returnValues = returnValues
            self.returnValuesOnConditionCheckFailure = returnValuesOnConditionCheckFailure
            self.returnConsumedCapacity = returnConsumedCapacity
            self.returnItemCollectionMetrics = returnItemCollectionMetrics
        }
    }

    public struct PutItemOutput: Sendable, Hashable {
        public var attributes: Item?
        public var consumedCapacity: ConsumedCapacity?
        public var itemCollectionMetrics: ItemCollectionMetrics?
    }
}

extension DynamoDB.PutItemInput: WireEncodable {
    func write(to object: inout WireObject) {
        object.set("TableName", tableName)
        object.set("Item", item)
        object.set("ConditionExpression", conditionExpression)
        object.set("ExpressionAttributeNames", expressionAttributeNames)
        object.set("ExpressionAttributeValues", expressionAttributeValues)
        object.set("ReturnValues", returnValues)
        object.set("ReturnValuesOnConditionCheckFailure", returnValuesOnConditionCheckFailure)
        object.set("ReturnConsumedCapacity", returnConsumedCapacity)
        object.set("ReturnItemCollectionMetrics", returnItemCollectionMetrics)
    }
}

extension DynamoDB.PutItemOutput: WireDecodable {
    init(_ object: WireMembers) throws(WireError) {
        attributes = try object.get("Attributes")
        consumedCapacity = try object.get("ConsumedCapacity")
        itemCollectionMetrics = try object.get("ItemCollectionMetrics")
    }
}
