import JSON
import ServiceKit
import Storage
import Wire

/// Writes one item in the place of the one with its key.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html
struct PutItem: Operation {
    static let input = Shape.structure("PutItemInput", ItemWrite.members + [.required("Item", .attributeMap)])
    static let access = OperationAccess.writeOfOneRow

    private let write: ItemWrite
    private let item: AttributeMap
    private let stored: StoredItem

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        self = try AWSError.enveloped { () throws(AWSError) in try Self(reading: input) }
        guard stored.size <= Limits.itemBytes else { throw .itemTooLarge }
    }

    private init(reading input: JSON.Object) throws(AWSError) {
        var write = ItemWrite(input)
        var expressions = try ExpressionParameters(
            input,
            expressions: ["ConditionExpression"],
            legacy: ["Expected", "ConditionalOperator"]
        )
        item = try AttributeMap(input["Item"] ?? .null)
        try write.checkReturnsOldAtMost()
        stored = StoredItem(item)
        write.condition = try expressions.condition(orExpectedIn: input)
        try expressions.finish()
        self.write = write
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        let table = try service.catalogue.table(write.tableName)
        let key = try table.key.encode(item: item)
        for index in table.indexes { try index.index.check(item) }
        if write.isBlind(table) {
            try table.items.put(key, stored, connection)
            return finish(nil, Capacity(), table)
        }
        let writer = ItemWriter(table: table, service: service, connection: connection)
        let old = try writer.get(key)
        try write.checkCondition(old, table)
        return finish(old, try writer.replace(key, old, with: item), table)
    }

    private func finish(_ old: AttributeMap?, _ capacity: Capacity, _ table: Table) -> [UInt8] {
        var reply = Reply()
        if write.returnValues == .allOld, let old { reply.member("Attributes", attributes: old) }
        write.finish(&reply, capacity, item, table)
        return reply.finish()
    }
}
