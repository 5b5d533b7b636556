import AWSClient
import ProductCatalog

/// The table of products: one item each, with a map for each fact that is known. Index `by_category` holds the keys
/// alone, so that changes of price and stock do not write to it.
package struct DynamoDBProducts: ProductStore {
    private let dynamoDB: DynamoDB
    private let table: String

    package init(_ dynamoDB: DynamoDB, table: String) {
        self.dynamoDB = dynamoDB
        self.table = table
    }

    package func records(_ ids: [String]) async throws -> [String: ProductRecord] {
        var records: [String: ProductRecord] = [:]
        var keys = Set(ids).map { ["product_id": AttributeValue.s($0)] }
        while !keys.isEmpty {
            let output = try await dynamoDB.batchGetItem(.init(requestItems: [table: .init(keys: keys)]))
            for item in output.responses[table] ?? [] {
                let record = try item.decode(ProductRecord.self)
                records[record.product_id] = record
            }
            keys = output.unprocessedKeys[table]?.keys ?? []
        }
        return records
    }

    package func page(ofCategory category: String, after last: String?, limit: Int) async throws -> ProductPage {
        let output = try await dynamoDB.query(
            .init(
                tableName: table,
                indexName: "by_category",
                keyConditionExpression: "category = :category",
                expressionAttributeValues: [":category": .s(category)],
                limit: limit,
                exclusiveStartKey: last.map { ["category": .s(category), "product_id": .s($0)] }
            )
        )
        return ProductPage(
            ids: output.items.compactMap { $0["product_id"]?.stringValue },
            next: output.lastEvaluatedKey?["product_id"]?.stringValue
        )
    }

    package func probe() async throws {
        _ = try await dynamoDB.getItem(.init(tableName: table, key: ["product_id": "probe"]))
    }
}

extension DynamoDBProducts {
    package func apply(_ update: ProductUpdate) async throws -> AppliedUpdate {
        do {
            let output = try await dynamoDB.updateItem(try input(update))
            return AppliedUpdate(.applied, try output.attributes?.decode(ProductRecord.self))
        } catch let error as DynamoDBError where error.code == .conditionalCheckFailedException {
            guard let record = try error.item?.decode(ProductRecord.self) else { return AppliedUpdate(.late) }
            return AppliedUpdate(record.outcome(ofRefused: update), record)
        }
    }

    /// Newer by number, or by id among equal numbers: what `ProductRecord.apply` says of a record.
    private static let isNewer =
        "attribute_not_exists(#fact) OR #fact.#version < :version"
        + " OR (#fact.#version = :version AND #fact.event_id < :event_id)"

    private func input(_ update: ProductUpdate) throws -> DynamoDB.UpdateItemInput {
        let fact = update.content.fact
        var assignments = ["#fact = :fact"]
        var values: DynamoDB.Item = [
            ":fact": try Self.attribute(update), ":version": .n(update.version.number),
            ":event_id": .s(update.version.eventID),
        ]
        if case .product(let details) = update.content {
            assignments.append("category = :category")
            values[":category"] = .s(details.category)
        }
        var names = ["#fact": fact.rawValue, "#version": "version"]
        let mayBeNews = fact == .price || fact == .rating
        if mayBeNews {
            assignments.append("#before = if_not_exists(#fact.#content, :none)")
            names["#before"] = "\(fact.rawValue)_before"
            names["#content"] = "content"
            values[":none"] = .null
        }
        return .init(
            tableName: table,
            key: ["product_id": .s(update.productID)],
            updateExpression: "SET " + assignments.joined(separator: ", "),
            conditionExpression: Self.isNewer,
            expressionAttributeNames: names,
            expressionAttributeValues: values,
            returnValues: mayBeNews ? .allNew : DynamoDB.ReturnValue.none,
            returnValuesOnConditionCheckFailure: .allOld
        )
    }

    private static func attribute(_ update: ProductUpdate) throws -> AttributeValue {
        switch update.content {
        case .product(let details): try AttributeValue(encoding: Versioned(details, update.version))
        case .inventory(let inventory): try AttributeValue(encoding: Versioned(inventory, update.version))
        case .price(let price): try AttributeValue(encoding: Versioned(price, update.version))
        case .rating(let rating): try AttributeValue(encoding: Versioned(rating, update.version))
        }
    }
}
