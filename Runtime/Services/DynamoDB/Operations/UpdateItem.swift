import JSON
import ServiceKit
import Storage
import Wire

/// Changes attributes of one item, which it makes where there is none.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html
struct UpdateItem: Operation {
    static let input = Shape.structure(
        "UpdateItemInput",
        ItemWrite.members + [
            .required("Key", .attributeMap),
            .optional("AttributeUpdates", LegacyUpdates.shape),
            .optional("UpdateExpression", .text),
        ]
    )
    static let access = OperationAccess.briefWrite

    private var write: ItemWrite
    private let key: AttributeMap
    private let update: Update
    private let held: HeldItems

    /// A request with an expression, and maybe a condition.
    init?(plain text: JSONTape, _ service: DynamoDB) {
        guard var request = PlainRequest(text), let table = request.table(service.catalogue), let key = request.key(),
            var placeholders = request.placeholders(),
            let update = request.expression("UpdateExpression", &placeholders, UpdateParser.parse)
        else { return nil }
        write = ItemWrite(plain: &request, table.name)
        write.condition = request.expression("ConditionExpression", &placeholders, ConditionParser.parse)
        guard request.isRead, (try? placeholders.checkAllUsed()) != nil else { return nil }
        self.key = key
        self.update = update
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
            expressions: ["UpdateExpression", "ConditionExpression"],
            legacy: ["AttributeUpdates", "Expected", "ConditionalOperator"]
        )
        key = try AttributeMap(input["Key"] ?? .null)
        update = try expressions.update()
        write.condition = try expressions.condition(orExpectedIn: input)
        try expressions.finish()
        self.write = write
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        let table = try service.catalogue.table(write.tableName)
        let encoded = try table.key.encode(key: key)
        try update.check(table)
        try held.check(encoded, of: table)
        let writer = ItemWriter(table: table, service: service, connection: connection)
        let old = try writer.get(encoded)
        try write.checkCondition(old, table)
        let new = try update.item(after: old, key: key, table)
        return finish(old, new, try writer.replace(encoded, old, with: new), table)
    }

    private func finish(_ old: AttributeMap?, _ new: AttributeMap?, _ capacity: Capacity, _ table: Table) -> [UInt8] {
        var reply = Reply()
        if let shown = shown(old, new) { reply.member("Attributes", attributes: shown) }
        write.finish(&reply, capacity, key, table)
        return reply.finish()
    }

    /// What `ReturnValues` asks for; `nil` for nothing.
    private func shown(_ old: AttributeMap?, _ new: AttributeMap?) -> AttributeMap? {
        switch write.returnValues {
        case .none: return nil
        case .allOld: return old
        case .allNew: return new
        case .updatedOld: return old.flatMap(touched)
        case .updatedNew: return new.flatMap(touched)
        }
    }

    private func touched(_ item: AttributeMap) -> AttributeMap? {
        let touched = Projection(paths: update.actions.map(\.path))(item)
        return touched.isEmpty ? nil : touched
    }
}

extension Projection {
    fileprivate init(paths: [DocumentPath]) {
        self.init(names: [])
        self.paths = paths
    }
}
