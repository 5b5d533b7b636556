import JSON
import ServiceKit
import Storage
import Wire

/// Removes one item by its key; no error when there is none.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteItem.html
struct DeleteItem: Operation {
    static let input = Shape.structure("DeleteItemInput", ItemWrite.members + [.required("Key", .attributeMap)])
    static let access = OperationAccess.briefWrite

    private let write: ItemWrite
    private let key: AttributeMap
    private let held: HeldItems

    init?(plain request: JSONTape, _ service: DynamoDB) {
        guard let (table, key) = service.catalogue.plainKey(request) else { return nil }
        write = ItemWrite(plainly: table.name)
        self.key = key
        held = service.transactions.held
    }

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        self = try AWSError.enveloped { () throws(AWSError) in try Self(reading: input, service) }
    }

    private init(reading input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        held = service.transactions.held
        var write = ItemWrite(input)
        var expressions = try ExpressionParameters(
            input,
            expressions: ["ConditionExpression"],
            legacy: ["Expected", "ConditionalOperator"]
        )
        key = try AttributeMap(input["Key"] ?? .null)
        try write.checkReturnsOldAtMost()
        write.condition = try expressions.condition(orExpectedIn: input)
        try expressions.finish()
        self.write = write
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        let table = try service.catalogue.table(write.tableName)
        let encoded = try table.key.encode(key: key)
        try held.check(encoded, of: table)
        let writer = ItemWriter(table: table, service: service, connection: connection)
        let old = try writer.get(encoded)
        try write.checkCondition(old, table)
        let capacity = try writer.replace(encoded, old, with: nil)
        var reply = Reply()
        if write.returnValues == .allOld, let old { reply.member("Attributes", attributes: old) }
        write.finish(&reply, capacity, key, table)
        return reply.finish()
    }
}
