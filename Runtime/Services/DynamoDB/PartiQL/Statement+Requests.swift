import JSON
import Wire

/// Statements as the requests that they stand for.
extension Statement {
    /// The key that the condition gives, and what else it asks; `nil` where it does not give all of the key.
    func key(_ table: Table) -> (key: AttributeMap, rest: Condition?)? {
        var (key, rest) = (AttributeMap(), condition?.conjuncts ?? [])
        for name in table.key.names {
            guard let place = rest.firstIndex(where: { $0.equality?.name.hasSameBytes(as: name) ?? false }),
                let equality = rest[place].equality
            else { return nil }
            key[name] = equality.value
            rest.remove(at: place)
        }
        return (key, Condition.all(rest))
    }

    /// The member of a `TransactWriteItem` that says the same, which is nearly a request to `PutItem`, `UpdateItem` or
    /// `DeleteItem`. AWS inserts no item where one is, and updates none where none is.
    func write(_ table: Table) throws(AWSError) -> (action: String, request: JSON.Object) {
        var request = JSON.Object([("TableName", .string(tableName))])
        var writer = ExpressionWriter()
        let exists = Condition.exists(DocumentPath(name: table.key.names[0]))
        if case .insert(let item) = kind {
            request["Item"] = item.json
            request["ConditionExpression"] = .string(writer.condition(.not(exists)))
            writer.finish(&request)
            return ("Put", request)
        }
        guard let (key, rest) = key(table) else {
            throw .validation("Where clause does not contain a mandatory equality on all key attributes")
        }
        request["Key"] = key.json
        var action = "Delete"
        switch kind {
        case .update(let actions):
            action = "Update"
            request["UpdateExpression"] = .string(writer.update(actions))
        case .exists: action = "ConditionCheck"
        default: break
        }
        let condition =
            action == "Delete" ? rest.map { Condition.or(.not(exists), $0) } : rest.map { .and(exists, $0) } ?? exists
        request["ConditionExpression"] = condition.map { .string(writer.condition($0)) }
        writer.finish(&request)
        return (action, request)
    }

    /// A request to `Query`, where the condition names a partition, or else to `Scan`.
    func read(_ selection: Selection, _ table: Table) throws(AWSError) -> (isQuery: Bool, request: JSON.Object) {
        var request = JSON.Object([("TableName", .string(tableName))])
        request["IndexName"] = selection.indexName.map { .string($0) }
        let schema = try selection.indexName.map { name throws(AWSError) in try table.index(inStatement: name).key }
        var writer = ExpressionWriter()
        let conditions = split(schema ?? table.key)
        if let keys = conditions.keys {
            request["KeyConditionExpression"] = .string(writer.condition(keys))
            request["ScanIndexForward"] = .bool(selection.order?.isForward ?? true)
        } else if selection.order != nil {
            throw condition == nil ? .noConditionToOrderBy : .noPartitionToOrder
        }
        request["FilterExpression"] = conditions.filter.map { .string(writer.condition($0)) }
        if let paths = selection.paths {
            let heads = paths.map { writer.path(DocumentPath(name: $0.head)) }
            request["ProjectionExpression"] = .string(Set(heads).sorted().joined(separator: ", "))
        }
        writer.finish(&request)
        return (conditions.keys != nil, request)
    }

    /// What a query can say of the keys, and what is left for a filter: all of it where no query can say it.
    private func split(_ schema: KeySchema) -> (keys: Condition?, filter: Condition?) {
        var (keys, rest) = ([Condition](), condition?.conjuncts ?? [])
        for attribute in schema.partition {
            guard let place = rest.firstIndex(where: { $0.equality?.name.hasSameBytes(as: attribute.name) ?? false })
            else { return (nil, condition) }
            keys.append(rest.remove(at: place))
        }
        for attribute in schema.sort {
            guard let place = rest.firstIndex(where: { $0.rangedName?.hasSameBytes(as: attribute.name) ?? false })
            else { break }
            keys.append(rest.remove(at: place))
            if keys.last?.equality == nil { break }
        }
        guard !rest.flatMap(\.heads).contains(where: schema.contains) else { return (nil, condition) }
        return (Condition.all(keys), Condition.all(rest))
    }

    /// The attributes of an item that are asked for: what lies within others is shown by itself.
    static func shown(_ item: JSON, _ paths: [DocumentPath]) throws(AWSError) -> JSON {
        let attributes = try AttributeMap(item)
        var shown = AttributeMap()
        for path in paths {
            guard let value = path.value(in: attributes) else { continue }
            let names = path.elements.compactMap { if case .name(let name) = $0 { name } else { nil } }
            shown[names.last ?? path.head] = value
        }
        return shown.json
    }
}

extension Table {
    fileprivate func index(inStatement name: String) throws(AWSError) -> SecondaryIndex {
        guard let index = indexes.first(where: { $0.index.name == name }) else {
            throw .validation("The table does not have the specified index")
        }
        return index.index
    }
}

extension AWSError {
    fileprivate static let noConditionToOrderBy = validation(
        "Must have WHERE clause in the statement when using ORDER BY clause."
    )
    fileprivate static let noPartitionToOrder = validation(
        "Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY clause."
    )
    static let duplicateItem = AWSError(
        "DuplicateItemException",
        message: "Duplicate primary key exists in table"
    )
}
