import AWSClient

/// Someone who may log in.
package struct Reader: Hashable, Sendable {
    package var id: String
    package var password: PasswordHash
    /// In milliseconds since 1970.
    package var registeredAt: Int

    package init(id: String, password: PasswordHash, registeredAt: Int) {
        self.id = id
        self.password = password
        self.registeredAt = registeredAt
    }

    /// Whether an id can stand as it is in paths, lines of logs and on screens.
    package static func isPlain(_ id: String) -> Bool {
        id.unicodeScalars.allSatisfy {
            !$0.properties.isWhitespace && $0.properties.generalCategory != .control && $0 != "/"
        }
    }
}

/// Keeps who may log in.
package protocol ReaderStore: Sendable {
    /// False where there is a reader of this id already; he stays as he is.
    func add(_ reader: Reader) async throws -> Bool
    func reader(_ id: String) async throws -> Reader?
}

/// The table `readers`, keyed by `user_id`.
package struct DynamoDBReaders: ReaderStore {
    private let dynamoDB: DynamoDB
    private let table: String

    package init(_ dynamoDB: DynamoDB, table: String) {
        self.dynamoDB = dynamoDB
        self.table = table
    }

    package func add(_ reader: Reader) async throws -> Bool {
        do {
            _ = try await dynamoDB.putItem(
                .init(
                    tableName: table,
                    item: [
                        "user_id": .s(reader.id),
                        "salt": .b(reader.password.salt),
                        "hash": .b(reader.password.hash),
                        "registered_at": .n(reader.registeredAt),
                    ],
                    conditionExpression: "attribute_not_exists(user_id)"
                )
            )
            return true
        } catch let error as DynamoDBError where error.code == .conditionalCheckFailedException {
            return false
        }
    }

    package func reader(_ id: String) async throws -> Reader? {
        let item = try await dynamoDB.getItem(.init(tableName: table, key: ["user_id": .s(id)], consistentRead: true))
            .item
        guard let item, case .b(let salt)? = item["salt"], case .b(let hash)? = item["hash"] else { return nil }
        return Reader(
            id: id,
            password: PasswordHash(salt: salt, hash: hash),
            registeredAt: item["registered_at"]?.intValue ?? 0
        )
    }
}
