import JSON

extension DynamoDB {
    /// Says how a table is made and whether it is ready.
    /// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTable.html
    public func describeTable(_ input: DescribeTableInput) async throws -> DescribeTableOutput {
        try await call("DescribeTable", input)
    }

    public struct DescribeTableInput: Sendable, Hashable {
        public var tableName: String

        public init(
            tableName: String
        ) {
            self.tableName = tableName
        }
    }

    public struct DescribeTableOutput: Sendable, Hashable {
        public var table: TableDescription
    }
}

extension DynamoDB.DescribeTableInput: WireEncodable {
    func write(to object: inout WireObject) {
        object.set("TableName", tableName)
    }
}

extension DynamoDB.DescribeTableOutput: WireDecodable {
    init(_ object: WireMembers) throws(WireError) {
        table = try object.required("Table")
    }
}
