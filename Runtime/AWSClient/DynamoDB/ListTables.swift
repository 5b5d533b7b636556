import JSON

extension DynamoDB {
    /// Names the tables of the account and region, one page at a time.
    /// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTables.html
    public func listTables(_ input: ListTablesInput) async throws -> ListTablesOutput {
        try await call("ListTables", input)
    }

    public struct ListTablesInput: Sendable, Hashable {
        public var exclusiveStartTableName: String?
        public var limit: Int?

        public init(
            exclusiveStartTableName: String? = nil,
            limit: Int? = nil
        ) {
            self.exclusiveStartTableName = exclusiveStartTableName
            self.limit = limit
        }
    }

    public struct ListTablesOutput: Sendable, Hashable {
        public var tableNames: [String]
        public var lastEvaluatedTableName: String?
    }
}

extension DynamoDB.ListTablesInput: WireEncodable {
    func write(to object: inout WireObject) {
        object.set("ExclusiveStartTableName", exclusiveStartTableName)
        object.set("Limit", limit)
    }
}

extension DynamoDB.ListTablesOutput: WireDecodable {
    init(_ object: WireMembers) throws(WireError) {
        tableNames = try object.get("TableNames") ?? []
        lastEvaluatedTableName = try object.get("LastEvaluatedTableName")
    }
}
