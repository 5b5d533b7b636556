import JSON
import ServiceKit
import Storage
import Wire

/// Writes one item in the place of the one with its key.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html
struct PutItem: Operation {
    static let input = Shape.structure("PutItemInput", ItemWrite.members + [.required("Item", .attributeMap)])
    static let access = OperationAccess.briefWrite
    static let bytesInPlace = 16_384

    private let write: ItemWrite
    private let stored: StoredItem
    /// `nil` where `blind` was read in its place.
    private let item: AttributeMap?
    private let blind: BlindPut?
    private let held: HeldItems

    /// A request that names table and item, and nothing else.
    init?(plain request: JSONTape, _ service: DynamoDB) {
        guard request.kind(0) == .object, request.count(0) == 2, let name = request.member("TableName", of: 0),
            let item = request.member("Item", of: 0), let table = service.catalogue.table(named: name, in: request),
            let blind = BlindPut(request, at: item, into: table)
        else { return nil }
        write = ItemWrite(plainly: table.name)
        stored = blind.item
        self.item = nil
        self.blind = blind
        held = service.transactions.held
    }

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        self = try AWSError.enveloped { () throws(AWSError) in try Self(reading: input, service) }
        guard stored.size <= Limits.itemBytes else { throw .itemTooLarge }
    }

    private init(reading input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        held = service.transactions.held
        var write = ItemWrite(input)
        var expressions = try ExpressionParameters(
            input,
            expressions: ["ConditionExpression"],
            legacy: ["Expected", "ConditionalOperator"]
        )
        let item = try AttributeMap(input["Item"] ?? .null)
        try write.checkReturnsOldAtMost()
        self.item = item
        stored = StoredItem(item)
        blind = nil
        write.condition = try expressions.condition(orExpectedIn: input)
        try expressions.finish()
        self.write = write
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        if let blind, service.catalogue.holds(blind.table) {
            try held.check(blind.key, of: blind.table)
            try blind.perform(connection)
            return Reply.empty
        }
        let table = try service.catalogue.table(write.tableName)
        let item = try item ?? stored.attributes()
        let key = try table.key.encode(item: item)
        for index in table.indexes { try index.index.check(item) }
        try held.check(key, of: table)
        if write.isBlind(table) {
            try table.items.put(key, stored, connection)
            return finish(nil, item, Capacity(), table)
        }
        let writer = ItemWriter(table: table, service: service, connection: connection)
        let old = try writer.get(key)
        try write.checkCondition(old, table)
        return finish(old, item, try writer.replace(key, old, with: item), table)
    }

    private func finish(_ old: AttributeMap?, _ item: AttributeMap, _ capacity: Capacity, _ table: Table) -> [UInt8] {
        var reply = Reply()
        if write.returnValues == .allOld, let old { reply.member("Attributes", attributes: old) }
        write.finish(&reply, capacity, item, table)
        return reply.finish()
    }
}
