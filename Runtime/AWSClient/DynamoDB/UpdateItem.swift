import JSON

extension DynamoDB {
    /// Changes attributes of one item; makes the item where there is none.
    /// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html
    public func updateItem(_ input: UpdateItemInput) async throws -> UpdateItemOutput {
        try await call("UpdateItem", input)
    }

    public struct UpdateItemInput: Sendable, Hashable {
        public var tableName: String
        public var key: Item
        public var updateExpression: String?
        public var conditionExpression: String?
        public var expressionAttributeNames: [String: String]?
        public var expressionAttributeValues: [String: AttributeValue]?
        public var returnValues: ReturnValue?
        public var returnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure?
        public var returnConsumedCapacity: ReturnConsumedCapacity?
        public var returnItemCollectionMetrics: ReturnItemCollectionMetrics?

        public init(
            tableName: String,
            key: Item,
            updateExpression: String? = nil,
            conditionExpression: String? = nil,
            expressionAttributeNames: [String: String]? = nil,
            expressionAttributeValues: [String: AttributeValue]? = nil,
            returnValues: ReturnValue? = nil,
            returnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure? = nil,
            returnConsumedCapacity: ReturnConsumedCapacity? = nil,
            returnItemCollectionMetrics: ReturnItemCollectionMetrics? = nil
        ) {
            self.tableName = tableName
            self.key = key
            self.updateExpression = updateExpression
            self.conditionExpression = conditionExpression
            self.expressionAttributeNames = expressionAttributeNames
            self.expressionAttributeValues = expressionAttributeValues
            self.returnValues = returnValues
            self.returnValuesOnConditionCheckFailure = returnValuesOnConditionCheckFailure
            self.returnConsumedCapacity = returnConsumedCapacity
            self.returnItemCollectionMetrics = returnItemCollectionMetrics
        }
    }

    public struct UpdateItemOutput: Sendable, Hashable {
        public var attributes: Item?
        public var consumedCapacity: ConsumedCapacity?
        public var itemCollectionMetrics: ItemCollectionMetrics?
    }
}

extension DynamoDB.UpdateItemInput: WireEncodable {
    func write(to object: inout WireObject) {
        object.set("TableName", tableName)
        object.set("Key", key)
        object.set("UpdateExpression", updateExpression)
        object.set("ConditionExpression", conditionExpression)
        object.set("ExpressionAttributeNames", expressionAttributeNames)
        object.set("ExpressionAttributeValues", expressionAttributeValues)
        object.set("ReturnValues", returnValues)
        object.set("ReturnValuesOnConditionCheckFailure", returnValuesOnConditionCheckFailure)
        object.set("ReturnConsumedCapacity", returnConsumedCapacity)
        object.set("ReturnItemCollectionMetrics", returnItemCollectionMetrics)
    }
}

extension DynamoDB.UpdateItemOutput: WireDecodable {
    init(_ object: WireMembers) throws(WireError) {
        attributes = try object.get("Attributes")
        consumedCapacity = try object.get("ConsumedCapacity")
        itemCollectionMetrics = try object.get("ItemCollectionMetrics")
    }
}
