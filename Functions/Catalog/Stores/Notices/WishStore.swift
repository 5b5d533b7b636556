import AWSClient
import ProductCatalog

/// Who wants to be told of what.
package protocol WishStore: Sendable {
    /// In place of the user's older wish for that product.
    func put(_ wish: Wish) async throws
    /// All wishes for a product.
    func wishes(forProduct id: String) async throws -> [Wish]
}

/// The table of wishes, by product and user: a notice of a product reads one partition.
package struct DynamoDBWishes: WishStore {
    private let dynamoDB: DynamoDB
    private let table: String

    package init(_ dynamoDB: DynamoDB, table: String) {
        self.dynamoDB = dynamoDB
        self.table = table
    }

    package func put(_ wish: Wish) async throws {
        guard let item = try AttributeValue(encoding: wish).mapValue else { return }
        _ = try await dynamoDB.putItem(.init(tableName: table, item: item))
    }

    package func wishes(forProduct id: String) async throws -> [Wish] {
        var wishes: [Wish] = []
        var start: DynamoDB.Item?
        repeat {
            let output = try await dynamoDB.query(
                .init(
                    tableName: table,
                    keyConditionExpression: "product_id = :id",
                    expressionAttributeValues: [":id": .s(id)],
                    exclusiveStartKey: start
                )
            )
            wishes += try output.items.map { try $0.decode(Wish.self) }
            start = output.lastEvaluatedKey
        } while start != nil
        return wishes
    }
}
