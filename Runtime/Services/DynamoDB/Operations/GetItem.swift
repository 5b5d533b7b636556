import JSON
import ServiceKit
import Storage
import Wire

/// Reads one item by its key.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html
struct GetItem: Operation {
    static let input = Shape.structure(
        "GetItemInput",
        [
            .optional("ReturnConsumedCapacity", .returnConsumedCapacity),
            .optional("AttributesToGet", .attributesToGet),
            .required("TableName", .tableName),
            .required("Key", .attributeMap),
            .optional("ConsistentRead", .boolean),
            .optional("ProjectionExpression", .text),
            .optional("ExpressionAttributeNames", .names),
        ]
    )
    static let access = OperationAccess.readOfOneRow

    private let tableName: String
    private let key: AttributeMap
    private let projection: Projection?
    private let isConsistent: Bool
    private let detail: Capacity.Detail

    init?(plain request: JSONTape, _ service: DynamoDB) {
        guard let (table, key) = service.catalogue.plainKey(request) else { return nil }
        tableName = table.name
        self.key = key
        projection = nil
        isConsistent = false
        detail = .none
    }

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        tableName = input["TableName"]?.stringValue ?? ""
        var expressions = try ExpressionParameters(
            input,
            expressions: ["ProjectionExpression"],
            legacy: ["AttributesToGet"]
        )
        key = try AttributeMap(input["Key"] ?? .null)
        projection = try expressions.projection()
        try expressions.finish()
        isConsistent = input["ConsistentRead"]?.boolValue ?? false
        detail = Capacity.Detail(input)
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        let table = try service.catalogue.table(tableName)
        try projection?.check(table)
        let item = try table.items.get(table.key.encode(key: key), connection)
        var reply = Reply(capacity: (item?.body.count ?? 0) + 128)
        if let item {
            if let projection {
                reply.member("Item", attributes: projection(try item.attributes()))
            } else {
                reply.member("Item", raw: item.body)
            }
        }
        var capacity = Capacity()
        capacity.table = Capacity.readUnits(item?.size ?? 0, isConsistent: isConsistent)
        reply.capacity(capacity, table, detail)
        return reply.finish()
    }
}

extension Projection {
    /// The older way to ask for attributes; `nil` without it.
    init?(attributesToGet json: JSON?) throws(AWSError) {
        guard let names = json?.arrayValue?.compactMap(\.stringValue) else { return nil }
        for name in names { try Limits.checkAttributeName(name) }
        for (index, name) in names.enumerated() where names[..<index].contains(where: { $0.hasSameBytes(as: name) }) {
            throw .invalid("Duplicate value in attribute name: \(name)")
        }
        self.init(names: names)
    }
}
