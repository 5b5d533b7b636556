import JSON

extension DynamoDB {
    /// Makes a table, which is `CREATING` at first.
    /// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html
    public func createTable(_ input: CreateTableInput) async throws -> CreateTableOutput {
        try await call("CreateTable", input)
    }

    public struct CreateTableInput: Sendable, Hashable {
        public var tableName: String
        public var attributeDefinitions: [AttributeDefinition]
        public var keySchema: [KeySchemaElement]
        public var billingMode: BillingMode?
        public var provisionedThroughput: ProvisionedThroughput?
        public var globalSecondaryIndexes: [GlobalSecondaryIndex]?
        public var localSecondaryIndexes: [LocalSecondaryIndex]?
        public var streamSpecification: StreamSpecification?
        public var deletionProtectionEnabled: Bool?

        public init(
            tableName: String,
            attributeDefinitions: [AttributeDefinition],
            keySchema: [KeySchemaElement],
            billingMode: BillingMode? = nil,
            provisionedThroughput: ProvisionedThroughput? = nil,
            globalSecondaryIndexes: [GlobalSecondaryIndex]? = nil,
            localSecondaryIndexes: [LocalSecondaryIndex]? = nil,
            streamSpecification: StreamSpecification? = nil,
            deletionProtectionEnabled: Bool? = nil
        ) {
            self.tableName = tableName
            self.attributeDefinitions = attributeDefinitions
            self.keySchema = keySchema
            self.billingMode = billingMode
            self.provisionedThroughput = provisionedThroughput
            self.globalSecondaryIndexes = globalSecondaryIndexes
            self.localSecondaryIndexes = localSecondaryIndexes
            self.streamSpecification = streamSpecification
            self.deletionProtectionEnabled = deletionProtectionEnabled
        }
    }

    public struct CreateTableOutput: Sendable, Hashable {
        public var tableDescription: TableDescription
    }
}

extension DynamoDB.CreateTableInput: WireEncodable {
    func write(to object: inout WireObject) {
        object.set("TableName", tableName)
        object.set("AttributeDefinitions", attributeDefinitions)
        object.set("KeySchema", keySchema)
        object.set("BillingMode", billingMode)
        object.set("ProvisionedThroughput", provisionedThroughput)
        object.set("GlobalSecondaryIndexes", globalSecondaryIndexes)
        object.set("LocalSecondaryIndexes", localSecondaryIndexes)
        object.set("StreamSpecification", streamSpecification)
        object.set("DeletionProtectionEnabled", deletionProtectionEnabled)
    }
}

extension DynamoDB.CreateTableOutput: WireDecodable {
    init(_ object: WireMembers) throws(WireError) {
        tableDescription = try object.required("TableDescription")
    }
}
