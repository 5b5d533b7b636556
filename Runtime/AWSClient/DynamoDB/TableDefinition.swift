extension DynamoDB {
    /// The type of an attribute that is part of a key.
    public struct AttributeDefinition: Sendable, Hashable {
        public var attributeName: String
        public var attributeType: ScalarAttributeType

        public init(
            attributeName: String,
            attributeType: ScalarAttributeType
        ) {
            self.attributeName = attributeName
            self.attributeType = attributeType
        }
    }

    /// An attribute of a key: `hash` is the partition key, `range` the sort key.
    public struct KeySchemaElement: Sendable, Hashable {
        public var attributeName: String
        public var keyType: KeyType

        public init(
            attributeName: String,
            keyType: KeyType
        ) {
            self.attributeName = attributeName
            self.keyType = keyType
        }
    }

    /// Capacity that is paid for by the hour.
    public struct ProvisionedThroughput: Sendable, Hashable {
        public var readCapacityUnits: Int
        public var writeCapacityUnits: Int

        public init(
            readCapacityUnits: Int,
            writeCapacityUnits: Int
        ) {
            self.readCapacityUnits = readCapacityUnits
            self.writeCapacityUnits = writeCapacityUnits
        }
    }

    /// Which attributes an index holds.
    public struct Projection: Sendable, Hashable {
        public var projectionType: ProjectionType?
        public var nonKeyAttributes: [String]?

        public init(
            projectionType: ProjectionType? = nil,
            nonKeyAttributes: [String]? = nil
        ) {
            self.projectionType = projectionType
            self.nonKeyAttributes = nonKeyAttributes
        }
    }

    /// An index to be made, with a partition key of its own.
    public struct GlobalSecondaryIndex: Sendable, Hashable {
        public var indexName: String
        public var keySchema: [KeySchemaElement]
        public var projection: Projection
        public var provisionedThroughput: ProvisionedThroughput?

        public init(
            indexName: String,
            keySchema: [KeySchemaElement],
            projection: Projection,
            provisionedThroughput: ProvisionedThroughput? = nil
        ) {
            self.indexName = indexName
            self.keySchema = keySchema
            self.projection = projection
            self.provisionedThroughput = provisionedThroughput
        }
    }

    /// An index to be made, with the table's partition key.
    public struct LocalSecondaryIndex: Sendable, Hashable {
        public var indexName: String
        public var keySchema: [KeySchemaElement]
        public var projection: Projection

        public init(
            indexName: String,
            keySchema: [KeySchemaElement],
            projection: Projection
        ) {
            self.indexName = indexName
            self.keySchema = keySchema
            self.projection = projection
        }
    }

    /// Whether changes go to a stream, and what of the items.
    public struct StreamSpecification: Sendable, Hashable {
        public var streamEnabled: Bool
        public var streamViewType: StreamViewType?

        public init(
            streamEnabled: Bool,
            streamViewType: StreamViewType? = nil
        ) {
            self.streamEnabled = streamEnabled
            self.streamViewType = streamViewType
        }
    }
}

extension DynamoDB.AttributeDefinition: WireEncodable {
    func write(to object: inout WireObject) {
        object.set("AttributeName", attributeName)
        object.set("AttributeType", attributeType)
    }
}

extension DynamoDB.KeySchemaElement: WireEncodable {
    func write(to object: inout WireObject) {
        object.set("AttributeName", attributeName)
        object.set("KeyType", keyType)
    }
}

extension DynamoDB.ProvisionedThroughput: WireEncodable {
    func write(to object: inout WireObject) {
        object.set("ReadCapacityUnits", readCapacityUnits)
        object.set("WriteCapacityUnits", writeCapacityUnits)
    }
}

extension DynamoDB.Projection: WireEncodable {
    func write(to object: inout WireObject) {
        object.set("ProjectionType", projectionType)
        object.set("NonKeyAttributes", nonKeyAttributes)
    }
}

extension DynamoDB.GlobalSecondaryIndex: WireEncodable {
    func write(to object: inout WireObject) {
        object.set("IndexName", indexName)
        object.set("KeySchema", keySchema)
        object.set("Projection", projection)
        object.set("ProvisionedThroughput", provisionedThroughput)
    }
}

extension DynamoDB.LocalSecondaryIndex: WireEncodable {
    func write(to object: inout WireObject) {
        object.set("IndexName", indexName)
        object.set("KeySchema", keySchema)
        object.set("Projection", projection)
    }
}

extension DynamoDB.StreamSpecification: WireEncodable {
    func write(to object: inout WireObject) {
        object.set("StreamEnabled", streamEnabled)
        object.set("StreamViewType", streamViewType)
    }
}

extension DynamoDB.AttributeDefinition: WireDecodable {
    init(_ object: WireMembers) throws(WireError) {
        attributeName = try object.required("AttributeName")
        attributeType = try object.required("AttributeType")
    }
}

extension DynamoDB.KeySchemaElement: WireDecodable {
    init(_ object: WireMembers) throws(WireError) {
        attributeName = try object.required("AttributeName")
        keyType = try object.required("KeyType")
    }
}

extension DynamoDB.ProvisionedThroughput: WireDecodable {
    init(_ object: WireMembers) throws(WireError) {
        readCapacityUnits = try object.required("ReadCapacityUnits")
        writeCapacityUnits = try object.required("WriteCapacityUnits")
    }
}

extension DynamoDB.Projection: WireDecodable {
    init(_ object: WireMembers) throws(WireError) {
        projectionType = try object.get("ProjectionType")
        nonKeyAttributes = try object.get("NonKeyAttributes")
    }
}

extension DynamoDB.StreamSpecification: WireDecodable {
    init(_ object: WireMembers) throws(WireError) {
        streamEnabled = try object.required("StreamEnabled")
        streamViewType = try object.get("StreamViewType")
    }
}
