import JSON

extension DynamoDB {
    /// Removes a table and its items.
    /// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteTable.html
    public func deleteTable(_ input: DeleteTableInput) async throws -> DeleteTableOutput {
        try await call("DeleteTable", input)
    }

    public struct DeleteTableInput: Sendable, Hashable {
        public var tableName: String

        public init(
            tableName: String
        ) {
            self.tableName = tableName
        }
    }

    public struct DeleteTableOutput: Sendable, Hashable {
        public var tableDescription: TableDescription
    }
}

extension DynamoDB.DeleteTableInput: WireEncodable {
    func write(to object: inout WireObject) {
        object.set("TableName", tableName)
    }
}

extension DynamoDB.DeleteTableOutput: WireDecodable {
    init(_ object: WireMembers) throws(WireError) {
        tableDescription = try object.required("TableDescription")
    }
}
