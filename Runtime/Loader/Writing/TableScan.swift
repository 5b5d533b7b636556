import AWSClient

/// Reads all items of a table, a page at a time.
struct TableScan {
    let dynamoDB: DynamoDB
    let table: String
    /// The attributes to read.
    let attributes: [String]

    func forEachPage(_ body: ([DynamoDB.Item]) throws -> Void) async throws {
        // Some attributes are called what DynamoDB reserves.
        let names = Dictionary(uniqueKeysWithValues: attributes.enumerated().map { ("#a\($0)", $1) })
        var start: DynamoDB.Item?
        repeat {
            let output = try await dynamoDB.scan(
                .init(
                    tableName: table,
                    projectionExpression: names.keys.joined(separator: ", "),
                    expressionAttributeNames: names,
                    exclusiveStartKey: start,
                    consistentRead: true
                )
            )
            try body(output.items)
            start = output.lastEvaluatedKey
        } while start != nil
    }
}
