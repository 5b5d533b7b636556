extension DynamoDB {
    /// What a call cost.
    public struct ConsumedCapacity: Sendable, Hashable {
        public var tableName: String?
        public var capacityUnits: Double?
        public var readCapacityUnits: Double?
        public var writeCapacityUnits: Double?
        public var table: Capacity?
        public var localSecondaryIndexes: [String: Capacity]?
        public var globalSecondaryIndexes: [String: Capacity]?
    }

    public struct Capacity: Sendable, Hashable {
        public var capacityUnits: Double?
        public var readCapacityUnits: Double?
        public var writeCapacityUnits: Double?
    }

    /// How big the items of one partition key are, in tables with local secondary indexes.
    public struct ItemCollectionMetrics: Sendable, Hashable {
        public var itemCollectionKey: Item?
        /// Lower and upper bound.
        public var sizeEstimateRangeGB: [Double]?
    }
}

extension DynamoDB.ConsumedCapacity: WireDecodable {
    init(_ object: WireMembers) throws(WireError) {
        tableName = try object.get("TableName")
        capacityUnits = try object.get("CapacityUnits")
        readCapacityUnits = try object.get("ReadCapacityUnits")
        writeCapacityUnits = try object.get("WriteCapacityUnits")
        table = try object.get("Table")
        localSecondaryIndexes = try object.get("LocalSecondaryIndexes")
        globalSecondaryIndexes = try object.get("GlobalSecondaryIndexes")
    }
}

extension DynamoDB.Capacity: WireDecodable {
    init(_ object: WireMembers) throws(WireError) {
        capacityUnits = try object.get("CapacityUnits")
        readCapacityUnits = try object.get("ReadCapacityUnits")
        writeCapacityUnits = try object.get("WriteCapacityUnits")
    }
}

extension DynamoDB.ItemCollectionMetrics: WireDecodable {
    init(_ object: WireMembers) throws(WireError) {
        itemCollectionKey = try object.get("ItemCollectionKey")
        sizeEstimateRangeGB = try object.get("SizeEstimateRangeGB")
    }
}
