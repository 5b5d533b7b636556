import JSON
import ServiceKit
import Wire

/// One of the actions of a `TransactWriteItems` request.
struct TransactAction: Sendable {
    private enum Kind: Sendable {
        case put(AttributeMap)
        case update(AttributeMap, Update)
        case delete(AttributeMap)
        case check(AttributeMap)
    }

    static let shape = Shape.structure(
        "TransactWriteItem",
        [
            .optional("ConditionCheck", .structure("ConditionCheck", keyed + [.required(condition, .text)] + common)),
            .optional(
                "Put",
                .structure("Put", [.required("Item", .attributeMap), .optional(condition, .text)] + common)
            ),
            .optional("Delete", .structure("Delete", keyed + [.optional(condition, .text)] + common)),
            .optional(
                "Update",
                .structure(
                    "Update",
                    keyed + [.required("UpdateExpression", .text), .optional(condition, .text)] + common
                )
            ),
        ]
    )

    private static let condition = "ConditionExpression"
    private static let keyed: [Shape.Member] = [.required("Key", .attributeMap)]
    private static let common: [Shape.Member] = [
        .required("TableName", .tableName),
        .optional("ExpressionAttributeNames", .names),
        .optional("ExpressionAttributeValues", .attributeMap),
        .optional("ReturnValuesOnConditionCheckFailure", .returnValuesOnConditionCheckFailure),
    ]

    let write: ItemWrite
    private let kind: Kind

    init(_ json: JSON) throws(AWSError) {
        let members = (json.objectValue?.members ?? []).filter { $0.value != .null }
        guard members.count == 1, let name = members.first?.key, let input = members.first?.value.objectValue else {
            throw .validation("TransactItems can only contain one of Check, Put, Update or Delete")
        }
        var write = ItemWrite(input)
        var expressions = try ExpressionParameters(
            input,
            .older,
            expressions: name == "Update" ? ["UpdateExpression", Self.condition] : [Self.condition],
            legacy: []
        )
        switch name {
        case "Put":
            let item = try AttributeMap(input["Item"] ?? .null, .older)
            guard item.size <= Limits.itemBytes else { throw .itemTooLarge }
            kind = .put(item)
        case "Update": kind = .update(try AttributeMap(input["Key"] ?? .null, .older), try expressions.update())
        case "Delete": kind = .delete(try AttributeMap(input["Key"] ?? .null, .older))
        case "ConditionCheck": kind = .check(try AttributeMap(input["Key"] ?? .null, .older))
        default: throw .validation("TransactItems can only contain one of Check, Put, Update or Delete")
        }
        write.condition = try expressions.condition(Self.condition)
        try expressions.finish()
        self.write = write
    }

    /// The attributes of the item's key, and for a `Put` all others.
    var attributes: AttributeMap {
        switch kind {
        case .put(let attributes), .update(let attributes, _), .delete(let attributes), .check(let attributes):
            attributes
        }
    }

    var isCheck: Bool { if case .check = kind { true } else { false } }

    /// Whether it can go ahead without a look at what is there.
    func isBlind(_ table: Table) -> Bool { if case .put = kind { write.isBlind(table) } else { false } }

    /// The bytes that count towards what a transaction may carry.
    var size: Int { attributes.size }

    /// Where the action's item lies. Refuses what cannot be a key of the table or of one of its indexes.
    func key(_ table: Table) throws(AWSError) -> EncodedKey {
        guard case .put(let item) = kind else { return try table.key.encode(key: attributes) }
        let key = try table.key.encode(item: item)
        for index in table.indexes { try index.index.check(item) }
        return key
    }

    /// The item after the action, `nil` for none. Refuses an action whose condition does not hold.
    func item(after old: AttributeMap?, _ table: Table) throws(AWSError) -> AttributeMap? {
        try write.checkCondition(old, table)
        switch kind {
        case .put(let item): return item
        case .delete: return nil
        case .check: return old
        case .update(let key, let update):
            try update.check(table)
            return try update.item(after: old, key: key, table)
        }
    }
}
