extension DynamoDB {
    /// A table as it is.
    public struct TableDescription: Sendable, Hashable {
        public var tableName: String
        /// `CREATING`, `UPDATING`, `DELETING`, `ACTIVE`, …
        public var tableStatus: String
        public var tableArn: String?
        public var tableId: String?
        /// Seconds since 1970.
        public var creationDateTime: Double?
        public var attributeDefinitions: [AttributeDefinition]?
        public var keySchema: [KeySchemaElement]?
        /// Counted every six hours or so.
        public var itemCount: Int?
        public var tableSizeBytes: Int?
        public var provisionedThroughput: ProvisionedThroughput?
        public var billingModeSummary: BillingModeSummary?
        public var globalSecondaryIndexes: [GlobalSecondaryIndexDescription]?
        public var localSecondaryIndexes: [LocalSecondaryIndexDescription]?
        public var streamSpecification: StreamSpecification?
        public var latestStreamLabel: String?
        public var latestStreamArn: String?
        public var deletionProtectionEnabled: Bool?
    }

    /// How a table is paid for.
    public struct BillingModeSummary: Sendable, Hashable {
        public var billingMode: BillingMode?
    }

    /// A global index as it is.
    public struct GlobalSecondaryIndexDescription: Sendable, Hashable {
        public var indexName: String
        /// `CREATING`, `UPDATING`, `DELETING`, `ACTIVE`.
        public var indexStatus: String?
        public var indexArn: String?
        public var keySchema: [KeySchemaElement]?
        public var projection: Projection?
        public var backfilling: Bool?
        /// Counted every six hours or so.
        public var itemCount: Int?
        public var indexSizeBytes: Int?
        public var provisionedThroughput: ProvisionedThroughput?
    }

    /// A local index as it is.
    public struct LocalSecondaryIndexDescription: Sendable, Hashable {
        public var indexName: String
        public var indexArn: String?
        public var keySchema: [KeySchemaElement]?
        public var projection: Projection?
        /// Counted every six hours or so.
        public var itemCount: Int?
        public var indexSizeBytes: Int?
    }
}

extension DynamoDB.TableDescription: WireDecodable {
    init(_ object: WireMembers) throws(WireError) {
        tableName = try object.required("TableName")
        tableStatus = try object.required("TableStatus")
        tableArn = try object.get("TableArn")
        tableId = try object.get("TableId")
        creationDateTime = try object.get("CreationDateTime")
        attributeDefinitions = try object.get("AttributeDefinitions")
        keySchema = try object.get("KeySchema")
        itemCount = try object.get("ItemCount")
        tableSizeBytes = try object.get("TableSizeBytes")
        provisionedThroughput = try object.get("ProvisionedThroughput")
        billingModeSummary = try object.get("BillingModeSummary")
        globalSecondaryIndexes = try object.get("GlobalSecondaryIndexes")
        localSecondaryIndexes = try object.get("LocalSecondaryIndexes")
        streamSpecification = try object.get("StreamSpecification")
        latestStreamLabel = try object.get("LatestStreamLabel")
        latestStreamArn = try object.get("LatestStreamArn")
        deletionProtectionEnabled = try object.get("DeletionProtectionEnabled")
    }
}

extension DynamoDB.BillingModeSummary: WireDecodable {
    init(_ object: WireMembers) throws(WireError) {
        billingMode = try object.get("BillingMode")
    }
}

extension DynamoDB.GlobalSecondaryIndexDescription: WireDecodable {
    init(_ object: WireMembers) throws(WireError) {
        indexName = try object.required("IndexName")
        indexStatus = try object.get("IndexStatus")
        indexArn = try object.get("IndexArn")
        keySchema = try object.get("KeySchema")
        projection = try object.get("Projection")
        backfilling = try object.get("Backfilling")
        itemCount = try object.get("ItemCount")
        indexSizeBytes = try object.get("IndexSizeBytes")
        provisionedThroughput = try object.get("ProvisionedThroughput")
    }
}

extension DynamoDB.LocalSecondaryIndexDescription: WireDecodable {
    init(_ object: WireMembers) throws(WireError) {
        indexName = try object.required("IndexName")
        indexArn = try object.get("IndexArn")
        keySchema = try object.get("KeySchema")
        projection = try object.get("Projection")
        itemCount = try object.get("ItemCount")
        indexSizeBytes = try object.get("IndexSizeBytes")
    }
}
