import JSON
import ServiceKit
import Storage
import Wire

/// Reads up to a hundred items, 4 MB in all, from one or several tables as they are at one moment, unless a transaction is
/// about to change one of them.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactGetItems.html
struct TransactGetItems: Operation {
    static let input = Shape.structure(
        "TransactGetItemsInput",
        [
            .optional("ReturnConsumedCapacity", .returnConsumedCapacity),
            .required("TransactItems", .list(item, length: 1...Limits.transactItems)),
        ]
    )
    static let access = OperationAccess.read

    private static let item = Shape.structure(
        "TransactGetItem",
        [
            .required(
                "Get",
                .structure(
                    "Get",
                    [
                        .required("Key", .attributeMap),
                        .required("TableName", .tableName),
                        .optional("ProjectionExpression", .text),
                        .optional("ExpressionAttributeNames", .names),
                    ]
                )
            )
        ]
    )

    private struct Get {
        var tableName: String
        var key: AttributeMap
        var projection: Projection?

        init(_ input: JSON.Object) throws(AWSError) {
            tableName = input["TableName"]?.stringValue ?? ""
            var expressions = try ExpressionParameters(input, .older, expressions: ["ProjectionExpression"], legacy: [])
            key = try AttributeMap(input["Key"] ?? .null, .older)
            projection = try expressions.projection()
            try expressions.finish()
        }
    }

    private let gets: [Get]
    private let detail: Capacity.Detail
    private let held: HeldItems

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        var gets: [Get] = []
        for item in input["TransactItems"]?.arrayValue ?? [] {
            gets.append(try Get(item["Get"]?.objectValue ?? JSON.Object()))
        }
        self.gets = gets
        detail = Capacity.Detail(input)
        held = service.transactions.held
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        var tables: [Table] = []
        for get in gets { tables.append(try service.catalogue.table(get.tableName)) }
        let keys = try keys(tables)
        let conflicts = zip(keys, tables).map { held.contains($0, of: $1) }
        guard !conflicts.contains(true) else { throw AWSError.transactionCanceled(conflicts: conflicts) }
        let items = try connection.snapshot {
            try zip(tables, keys).map { table, key in try table.items.get(key, connection) }
        }
        guard items.reduce(0, { $0 + ($1?.size ?? 0) }) <= Limits.transactBytes else {
            throw AWSError.validation("Transaction payload size cannot exceed 4 MB")
        }
        return try reply(items, tables)
    }

    /// The first key that does not fit its table cancels the transaction.
    private func keys(_ tables: [Table]) throws(AWSError) -> [EncodedKey] {
        var keys: [EncodedKey] = []
        var seen: [ObjectIdentifier: Set<EncodedKey>] = [:]
        for (index, (get, table)) in zip(gets, tables).enumerated() {
            do throws(AWSError) {
                try get.projection?.check(table)
                keys.append(try table.key.encode(key: get.key))
            } catch {
                throw try .transactionCanceled(error, at: index, of: gets.count)
            }
        }
        for (key, table) in zip(keys, tables) {
            guard seen[ObjectIdentifier(table), default: []].insert(key).inserted else {
                throw .severalOperationsOnOneItem
            }
        }
        return keys
    }

    private func reply(_ items: [StoredItem?], _ tables: [Table]) throws -> [UInt8] {
        var responses = JSONWriter()
        var capacities = TableCapacities()
        for (index, item) in items.enumerated() {
            responses.raw(index == 0 ? "[{" : ",{")
            if let item {
                responses.raw("\"Item\":")
                if let projection = gets[index].projection {
                    responses.attributes(projection(try item.attributes()))
                } else {
                    responses.raw(item.body)
                }
            }
            responses.raw("}")
            let units = Capacity.readUnits(item?.size ?? 0, isConsistent: true)
            capacities.add(Capacity(table: units), tables[index])
        }
        responses.raw("]")
        var reply = Reply(capacity: responses.bytes.count + 256)
        reply.member("Responses", raw: responses.bytes)
        if detail != .none { reply.member("ConsumedCapacity", capacities.json(detail, .reads)) }
        return reply.finish()
    }
}
