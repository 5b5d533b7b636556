import JSON
import ServiceKit
import Storage
import Wire

/// Reads the items of one partition of a table or index, in the order of their sort keys.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html
struct Query: Operation {
    static let input = Shape.structure(
        "QueryInput",
        ReadRange.members + [
            .optional("QueryFilter", .conditions),
            .optional("KeyConditions", .conditions),
            .optional("ScanIndexForward", .boolean),
            .optional("KeyConditionExpression", .text),
        ]
    )
    static let access = OperationAccess.read

    private var read: ReadRange
    private let clauses: [KeyCondition.Clause]
    /// They come from `KeyConditions`.
    private let isLegacy: Bool
    private let isForward: Bool
    /// How AWS names the filter when it complains of it.
    private let filterName: String

    /// A request for a partition of a table, or a range of it.
    init?(plain text: JSONTape, _ service: DynamoDB) {
        guard var request = PlainRequest(text), let table = request.table(service.catalogue),
            var placeholders = request.placeholders(),
            let condition = request.expression("KeyConditionExpression", &placeholders, ConditionParser.parse),
            let clauses = try? KeyCondition.clauses(condition), (try? placeholders.checkAllUsed()) != nil
        else { return nil }
        isForward = request.flag("ScanIndexForward") ?? true
        guard request.isRead else { return nil }
        read = ReadRange(plainly: table.name)
        self.clauses = clauses
        isLegacy = false
        filterName = "Filter Expression"
    }

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        var legacy = ["AttributesToGet", "QueryFilter", "ConditionalOperator", "KeyConditions"]
        if !ExpressionParameters.isPresent("KeyConditionExpression", input) { legacy.removeLast() }
        var expressions = try ExpressionParameters(
            input,
            expressions: ["ProjectionExpression", "FilterExpression", "KeyConditionExpression"],
            legacy: legacy
        )
        let read = try ReadRange(input)
        try AWSError.enveloped { () throws(AWSError) in try read.checkSelection(input) }
        self.read = read
        self.read.filter = try LegacyConditions.filter(input, "QueryFilter")
        isForward = input["ScanIndexForward"]?.boolValue ?? true
        filterName = self.read.filter == nil ? "Filter Expression" : "QueryFilter"
        let condition = try expressions.condition("KeyConditionExpression")
        if let filter = try expressions.condition("FilterExpression") { self.read.filter = filter }
        self.read.projection = try expressions.projection()
        try expressions.finish()
        if let condition {
            clauses = try KeyCondition.clauses(condition)
            isLegacy = false
        } else if let conditions = try LegacyConditions.key(input) {
            clauses = conditions
            isLegacy = true
        } else {
            throw .validation(
                "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request."
            )
        }
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        let table = try service.catalogue.table(read.tableName)
        let index = try read.index(table)
        let schema = index?.index.key ?? table.key
        if let key = read.startKey {
            try StartKey.checkCount(key, table, index)
            try StartKey.check(key, schema.partition, isPartition: true)
        }
        let condition = try KeyCondition(clauses, schema, isLegacy: isLegacy)
        if let key = read.startKey { try StartKey.check(key, schema.sort, isPartition: false) }
        var range = RowRange(tableName: index?.tableName ?? table.items.tableName, isIndex: index != nil)
        range.narrow(to: condition)
        range.isForward = isForward
        if let key = read.startKey {
            range.start = try StartKey.position(key, table, index)
            try checkStart(key, schema, condition)
        }
        try read.projection?.check(table)
        try checkFilter(schema)
        try read.checkProjected(index, table)
        try read.checkFilterPaths(table)
        return try read.perform(range, table, index, connection)
    }

    private func checkFilter(_ schema: KeySchema) throws(AWSError) {
        guard let head = read.filter?.heads.first(where: schema.contains) else { return }
        throw .validation(
            "\(filterName) can only contain non-primary key attributes: Primary key attribute: \(head)"
        )
    }

    private func checkStart(
        _ key: AttributeMap,
        _ schema: KeySchema,
        _ condition: KeyCondition
    ) throws(AWSError) {
        if read.indexName == nil && schema.sort.isEmpty {
            throw .validation(
                "The provided exclusive start key is invalid: ExclusiveStartKey: \(key.json.text)"
            )
        }
        if condition.range == nil && condition.leading.isEmpty {
            guard condition.isInPartition(key) else {
                throw .validation(
                    "The provided starting key is outside query boundaries based on provided conditions"
                )
            }
        } else {
            guard condition.admits(key) else {
                throw .validation("The provided starting key does not match the range key predicate")
            }
            guard condition.isInPartition(key) else {
                throw .validation("The query can return at most one row and cannot be restarted")
            }
        }
    }
}
