import JSON

extension DynamoDB {
    /// Reads a whole table or index, one page at a time.
    /// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html
    public func scan(_ input: ScanInput) async throws -> ScanOutput {
        try await call("Scan", input)
    }

    public struct ScanInput: Sendable, Hashable {
        public var tableName: String
        public var indexName: String?
        public var filterExpression: String?
        public var projectionExpression: String?
        public var expressionAttributeNames: [String: String]?
        public var expressionAttributeValues: [String: AttributeValue]?
        public var limit: Int?
        public var exclusiveStartKey: Item?
        public var segment: Int?
        public var totalSegments: Int?
        public var consistentRead: Bool?
        public var select: Select?
        public var returnConsumedCapacity: ReturnConsumedCapacity?

        public init(
            tableName: String,
            indexName: String? = nil,
            filterExpression: String? = nil,
            projectionExpression: String? = nil,
            expressionAttributeNames: [String: String]? = nil,
            expressionAttributeValues: [String: AttributeValue]? = nil,
            limit: Int? = nil,
            exclusiveStartKey: Item? = nil,
            segment: Int? = nil,
            totalSegments: Int? = nil,
            consistentRead: Bool? = nil,
            select: Select? = nil,
            returnConsumedCapacity: ReturnConsumedCapacity? = nil
        ) {
            self.tableName = tableName
            self.indexName = indexName
            self.filterExpression = filterExpression
            self.projectionExpression = projectionExpression
            self.expressionAttributeNames = expressionAttributeNames
            self.expressionAttributeValues = expressionAttributeValues
            self.limit = limit
            self.exclusiveStartKey = exclusiveStartKey
            self.segment = segment
            self.totalSegments = totalSegments
            self.consistentRead = consistentRead
            self.select = select
            self.returnConsumedCapacity = returnConsumedCapacity
        }
    }

    public struct ScanOutput: Sendable, Hashable {
        public var items: [Item]
        public var count: Int
        public var scannedCount: Int
        public var lastEvaluatedKey: Item?
        public var consumedCapacity: ConsumedCapacity?
    }
}

extension DynamoDB.ScanInput: WireEncodable {
    func write(to object: inout WireObject) {
        object.set("TableName", tableName)
        object.set("IndexName", indexName)
        object.set("FilterExpression", filterExpression)
        object.set("ProjectionExpression", projectionExpression)
        object.set("ExpressionAttributeNames", expressionAttributeNames)
        object.set("ExpressionAttributeValues", expressionAttributeValues)
        object.set("Limit", limit)
        object.set("ExclusiveStartKey", exclusiveStartKey)
        object.set("Segment", segment)
        object.set("TotalSegments", totalSegments)
        object.set("ConsistentRead", consistentRead)
        object.set("Select", select)
        object.set("ReturnConsumedCapacity", returnConsumedCapacity)
    }
}

extension DynamoDB.ScanOutput: WireDecodable {
    init(_ object: WireMembers) throws(WireError) {
        items = try object.get("Items") ?? []
        count = try object.required("Count")
        scannedCount = try object.required("ScannedCount")
        lastEvaluatedKey = try object.get("LastEvaluatedKey")
        consumedCapacity = try object.get("ConsumedCapacity")
    }
}
