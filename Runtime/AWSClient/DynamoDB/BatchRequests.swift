extension DynamoDB {
    /// The keys that a BatchGetItem reads from one table.
    public struct KeysAndAttributes: Sendable, Hashable {
        public var keys: [Item]
        public var consistentRead: Bool?
        public var projectionExpression: String?
        public var expressionAttributeNames: [String: String]?

        public init(
            keys: [Item],
            consistentRead: Bool? = nil,
            projectionExpression: String? = nil,
            expressionAttributeNames: [String: String]? = nil
        ) {
            self.keys = keys
            self.consistentRead = consistentRead
            self.projectionExpression = projectionExpression
            self.expressionAttributeNames = expressionAttributeNames
        }
    }

    /// One write of a BatchWriteItem.
    public enum WriteRequest: Sendable, Hashable {
        case putRequest(item: Item)
        case deleteRequest(key: Item)
    }
}

extension DynamoDB.KeysAndAttributes: WireEncodable, WireDecodable {
    func write(to object: inout WireObject) {
        object.set("Keys", keys)
        object.set("ConsistentRead", consistentRead)
        object.set("ProjectionExpression", projectionExpression)
        object.set("ExpressionAttributeNames", expressionAttributeNames)
    }

    init(_ object: WireMembers) throws(WireError) {
        keys = try object.required("Keys")
        consistentRead = try object.get("ConsistentRead")
        projectionExpression = try object.get("ProjectionExpression")
        expressionAttributeNames = try object.get("ExpressionAttributeNames")
    }
}

extension DynamoDB.WriteRequest: WireEncodable, WireDecodable {
    func write(to object: inout WireObject) {
        switch self {
        case .putRequest(let item): object.set("PutRequest", Put(item: item))
        case .deleteRequest(let key): object.set("DeleteRequest", Delete(key: key))
        }
    }

    init(_ object: WireMembers) throws(WireError) {
        if let put: Put = try object.get("PutRequest") {
            self = .putRequest(item: put.item)
        } else {
            let delete: Delete = try object.required("DeleteRequest")
            self = .deleteRequest(key: delete.key)
        }
    }

    private struct Put: WireEncodable, WireDecodable {
        var item: DynamoDB.Item

        init(item: DynamoDB.Item) { self.item = item }
        init(_ object: WireMembers) throws(WireError) { item = try object.required("Item") }
        func write(to object: inout WireObject) { object.set("Item", item) }
    }

    private struct Delete: WireEncodable, WireDecodable {
        var key: DynamoDB.Item

        init(key: DynamoDB.Item) { self.key = key }
        init(_ object: WireMembers) throws(WireError) { key = try object.required("Key") }
        func write(to object: inout WireObject) { object.set("Key", key) }
    }
}
