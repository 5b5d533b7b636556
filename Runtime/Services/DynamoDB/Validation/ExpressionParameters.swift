import JSON
import Wire

/// The expressions of a request with the placeholders they share.
struct ExpressionParameters {
    private let input: JSON.Object
    private let wording: Wording
    /// Read when the first expression is: AWS looks at the rest of a request before.
    private var read: Placeholders?

    /// Refuses expressions beside the parameters that expressions replaced, and placeholders without expressions.
    init(
        _ input: JSON.Object,
        _ wording: Wording = .current,
        expressions: [String],
        legacy: [String]
    ) throws(AWSError) {
        self.input = input
        self.wording = wording
        let present = expressions.filter { Self.isPresent($0, input) }
        let old = legacy.filter { Self.isPresent($0, input) }
        if !present.isEmpty && !old.isEmpty {
            throw .validation(
                "Can not use both expression and non-expression parameters in the same request: "
                    + "Non-expression parameters: {\(old.joined(separator: ", "))} "
                    + "Expression parameters: {\(present.joined(separator: ", "))}"
            )
        }
        if present.isEmpty && Self.isPresent("ExpressionAttributeNames", input) {
            throw .validation("ExpressionAttributeNames can only be specified when using expressions")
        }
        let taking = expressions.filter { $0 != "ProjectionExpression" }
        if Self.isPresent("ExpressionAttributeValues", input), !taking.contains(where: present.contains) {
            throw .validation(
                "ExpressionAttributeValues can only be specified when using expressions: "
                    + "\(taking.joined(separator: " and ")) \(taking.count > 1 ? "are" : "is") null"
            )
        }
    }

    /// For one who gives them back in `read`.
    private mutating func takePlaceholders() throws(AWSError) -> Placeholders {
        if let placeholders = read {
            read = nil
            return placeholders
        }
        return try Placeholders(
            names: input["ExpressionAttributeNames"],
            values: input["ExpressionAttributeValues"],
            wording
        )
    }

    static func isPresent(_ name: String, _ input: JSON.Object) -> Bool { input[name].map { $0 != .null } ?? false }

    mutating func condition(_ parameter: String) throws(AWSError) -> Condition? {
        guard let text = input[parameter]?.stringValue else { return nil }
        var placeholders = try takePlaceholders()
        defer { read = placeholders }
        do throws(ExpressionError) {
            return try ConditionParser.parse(text, &placeholders)
        } catch {
            throw .validation("Invalid \(parameter): \(error.message)")
        }
    }

    /// The condition of a write.
    mutating func condition(orExpectedIn input: JSON.Object) throws(AWSError) -> Condition? {
        if let condition = try condition("ConditionExpression") { return condition }
        return try LegacyConditions.expected(input)
    }

    /// What an `UpdateExpression` or `AttributeUpdates` say: nothing, where there is neither.
    mutating func update() throws(AWSError) -> Update {
        guard let text = input["UpdateExpression"]?.stringValue else {
            return try LegacyUpdates.update(input) ?? Update(actions: [])
        }
        var placeholders = try takePlaceholders()
        defer { read = placeholders }
        do throws(ExpressionError) {
            return try UpdateParser.parse(text, &placeholders)
        } catch {
            throw .validation("Invalid UpdateExpression: \(error.message)")
        }
    }

    /// What a `ProjectionExpression` or `AttributesToGet` show; `nil` for all.
    mutating func projection() throws(AWSError) -> Projection? {
        guard let text = input["ProjectionExpression"]?.stringValue else {
            return try Projection(attributesToGet: input["AttributesToGet"])
        }
        var placeholders = try takePlaceholders()
        defer { read = placeholders }
        do throws(ExpressionError) {
            return try Projection(text, &placeholders)
        } catch {
            throw .validation("Invalid ProjectionExpression: \(error.message)")
        }
    }

    /// Refuses placeholders that no expression used. To be called after the last expression.
    mutating func finish() throws(AWSError) { try takePlaceholders().checkAllUsed() }
}

extension Projection {
    /// Refuses paths into attributes that are keys.
    func check(_ table: Table) throws(AWSError) { try paths.checkKeysAreWhole(table) }
}

extension [DocumentPath] {
    func checkKeysAreWhole(_ table: Table) throws(AWSError) {
        for path in self where path.elements.count > 1 {
            let head = path.head
            let isKey = table.key.contains(head)
            guard isKey || table.indexes.contains(where: { $0.index.key.contains(head) }) else { continue }
            throw .validation(
                "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: "
                    + "\(isKey ? "Key" : "IndexKey"): \(head)"
            )
        }
    }
}
