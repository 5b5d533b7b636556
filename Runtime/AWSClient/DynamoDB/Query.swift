import JSON

extension DynamoDB {
    /// Reads items of one partition key, in the order of their sort keys, one page at a time.
    /// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html
    public func query(_ input: QueryInput) async throws -> QueryOutput {
        try await call("Query", input)
    }

    public struct QueryInput: Sendable, Hashable {
        public var tableName: String
        public var indexName: String?
        public var keyConditionExpression: String?
        public var filterExpression: String?
        public var projectionExpression: String?
        public var expressionAttributeNames: [String: String]?
        public var expressionAttributeValues: [String: AttributeValue]?
        public var scanIndexForward: Bool?
        public var limit: Int?
        public var exclusiveStartKey: Item?
        public var consistentRead: Bool?
        public var select: Select?
        public var returnConsumedCapacity: ReturnConsumedCapacity?

        public init(
            tableName: String,
            indexName: String? = nil,
            keyConditionExpression: String? = nil,
            filterExpression: String? = nil,
            projectionExpression: String? = nil,
            expressionAttributeNames: [String: String]? = nil,
            expressionAttributeValues: [String: AttributeValue]? = nil,
            scanIndexForward: Bool? = nil,
            limit: Int? = nil,
            exclusiveStartKey: Item? = nil,
            consistentRead: Bool? = nil,
            select: Select? = nil,
            returnConsumedCapacity: ReturnConsumedCapacity? = nil
        ) {
            self.tableName = tableName
            self.indexName = indexName
            self.keyConditionExpression = keyConditionExpression
            self.filterExpression = filterExpression
            self.projectionExpression = projectionExpression
            self.expressionAttributeNames = expressionAttributeNames
            self.expressionAttributeValues = expressionAttributeValues
            self.scanIndexForward = scanIndexForward
            self.limit = limit
            self.exclusiveStartKey = exclusiveStartKey
            self.consistentRead = consistentRead
            self.select = select
            self.returnConsumedCapacity = returnConsumedCapacity
        }
    }

    public struct QueryOutput: Sendable, Hashable {
        public var items: [Item]
        public var count: Int
        public var scannedCount: Int
        public var lastEvaluatedKey: Item?
        public var consumedCapacity: ConsumedCapacity?
    }
}

extension DynamoDB.QueryInput: WireEncodable {
    func write(to object: inout WireObject) {
        object.set("TableName", tableName)
        object.set("IndexName", indexName)
        object.set("KeyConditionExpression", keyConditionExpression)
        object.set("FilterExpression", filterExpression)
        object.set("ProjectionExpression", projectionExpression)
        object.set("ExpressionAttributeNames", expressionAttributeNames)
        object.set("ExpressionAttributeValues", expressionAttributeValues)
        object.set("ScanIndexForward", scanIndexForward)
        object.set("Limit", limit)
        object.set("ExclusiveStartKey", exclusiveStartKey)
        object.set("ConsistentRead", consistentRead)
        object.set("Select", select)
        object.set("ReturnConsumedCapacity", returnConsumedCapacity)
    }
}

extension DynamoDB.QueryOutput: WireDecodable {
    init(_ object: WireMembers) throws(WireError) {
        items = try object.get("Items") ?? []
        count = try object.required("Count")
        scannedCount = try object.required("ScannedCount")
        lastEvaluatedKey = try object.get("LastEvaluatedKey")
        consumedCapacity = try object.get("ConsumedCapacity")
    }
}
