extension DynamoDB {
    /// One action of a transaction.
    public enum TransactWriteItem: Sendable, Hashable {
        case conditionCheck(ConditionCheck)
        case put(Put)
        case delete(Delete)
        case update(Update)
    }

    /// A condition that must hold for the transaction to happen.
    public struct ConditionCheck: Sendable, Hashable {
        public var tableName: String
        public var key: Item
        public var conditionExpression: String
        public var expressionAttributeNames: [String: String]?
        public var expressionAttributeValues: [String: AttributeValue]?
        public var returnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure?

        public init(
            tableName: String,
            key: Item,
            conditionExpression: String,
            expressionAttributeNames: [String: String]? = nil,
            expressionAttributeValues: [String: AttributeValue]? = nil,
            returnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure? = nil
        ) {
            self.tableName = tableName
            self.key = key
            self.conditionExpression = conditionExpression
            self.expressionAttributeNames = expressionAttributeNames
            self.expressionAttributeValues = expressionAttributeValues
            self.returnValuesOnConditionCheckFailure = returnValuesOnConditionCheckFailure
        }
    }

    /// A PutItem within a transaction.
    public struct Put: Sendable, Hashable {
        public var tableName: String
        public var item: Item
        public var conditionExpression: String?
        public var expressionAttributeNames: [String: String]?
        public var expressionAttributeValues: [String: AttributeValue]?
        public var returnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure?

        public init(
            tableName: String,
            item: Item,
            conditionExpression: String? = nil,
            expressionAttributeNames: [String: String]? = nil,
            expressionAttributeValues: [String: AttributeValue]? = nil,
            returnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure? = nil
        ) {
            self.tableName = tableName
            self.item = item
            self.conditionExpression = conditionExpression
            self.expressionAttributeNames = expressionAttributeNames
            self.expressionAttributeValues = expressionAttributeValues
            self.returnValuesOnConditionCheckFailure = returnValuesOnConditionCheckFailure
        }
    }

    /// A DeleteItem within a transaction.
    public struct Delete: Sendable, Hashable {
        public var tableName: String
        public var key: Item
        public var conditionExpression: String?
        public var expressionAttributeNames: [String: String]?
        public var expressionAttributeValues: [String: AttributeValue]?
        public var returnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure?

        public init(
            tableName: String,
            key: Item,
            conditionExpression: String? = nil,
            expressionAttributeNames: [String: String]? = nil,
            expressionAttributeValues: [String: AttributeValue]? = nil,
            returnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure? = nil
        ) {
            self.tableName = tableName
            self.key = key
            self.conditionExpression = conditionExpression
            self.expressionAttributeNames = expressionAttributeNames
            self.expressionAttributeValues = expressionAttributeValues
            self.returnValuesOnConditionCheckFailure = returnValuesOnConditionCheckFailure
        }
    }

    /// An UpdateItem within a transaction.
    public struct Update: Sendable, Hashable {
        public var tableName: String
        public var key: Item
        public var updateExpression: String
        public var conditionExpression: String?
        public var expressionAttributeNames: [String: String]?
        public var expressionAttributeValues: [String: AttributeValue]?
        public var returnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure?

        public init(
            tableName: String,
            key: Item,
            updateExpression: String,
            conditionExpression: String? = nil,
            expressionAttributeNames: [String: String]? = nil,
            expressionAttributeValues: [String: AttributeValue]? = nil,
            returnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure? = nil
        ) {
            self.tableName = tableName
            self.key = key
            self.updateExpression = updateExpression
            self.conditionExpression = conditionExpression
            self.expressionAttributeNames = expressionAttributeNames
            self.expressionAttributeValues = expressionAttributeValues
            self.returnValuesOnConditionCheckFailure = returnValuesOnConditionCheckFailure
        }
    }
}

extension DynamoDB.TransactWriteItem: WireEncodable {
    func write(to object: inout WireObject) {
        switch self {
        case .conditionCheck(let check): object.set("ConditionCheck", check)
        case .put(let put): object.set("Put", put)
        case .delete(let delete): object.set("Delete", delete)
        case .update(let update): object.set("Update", update)
        }
    }
}

extension DynamoDB.ConditionCheck: WireEncodable {
    func write(to object: inout WireObject) {
        object.set("TableName", tableName)
        object.set("Key", key)
        object.set("ConditionExpression", conditionExpression)
        object.set("ExpressionAttributeNames", expressionAttributeNames)
        object.set("ExpressionAttributeValues", expressionAttributeValues)
        object.set("ReturnValuesOnConditionCheckFailure", returnValuesOnConditionCheckFailure)
    }
}

extension DynamoDB.Put: WireEncodable {
    func write(to object: inout WireObject) {
        object.set("TableName", tableName)
        object.set("Item", item)
        object.set("ConditionExpression", conditionExpression)
        object.set("ExpressionAttributeNames", expressionAttributeNames)
        object.set("ExpressionAttributeValues", expressionAttributeValues)
        object.set("ReturnValuesOnConditionCheckFailure", returnValuesOnConditionCheckFailure)
    }
}

extension DynamoDB.Delete: WireEncodable {
    func write(to object: inout WireObject) {
        object.set("TableName", tableName)
        object.set("Key", key)
        object.set("ConditionExpression", conditionExpression)
        object.set("ExpressionAttributeNames", expressionAttributeNames)
        object.set("ExpressionAttributeValues", expressionAttributeValues)
        object.set("ReturnValuesOnConditionCheckFailure", returnValuesOnConditionCheckFailure)
    }
}

extension DynamoDB.Update: WireEncodable {
    func write(to object: inout WireObject) {
        object.set("TableName", tableName)
        object.set("Key", key)
        object.set("UpdateExpression", updateExpression)
        object.set("ConditionExpression", conditionExpression)
        object.set("ExpressionAttributeNames", expressionAttributeNames)
        object.set("ExpressionAttributeValues", expressionAttributeValues)
        object.set("ReturnValuesOnConditionCheckFailure", returnValuesOnConditionCheckFailure)
    }
}
