import JSON

/// Writes conditions and updates as the expressions of other actions, with placeholders for all names and values.
struct ExpressionWriter {
    private var names: [String] = []
    private var values: [AttributeValue] = []

    mutating func path(_ path: DocumentPath) -> String {
        path.elements.reduce(into: "") { text, element in
            switch element {
            case .name(let name): text += (text.isEmpty ? "" : ".") + placeholder(name)
            case .index(let index): text += "[\(index)]"
            }
        }
    }

    private mutating func placeholder(_ name: String) -> String {
        let index = names.firstIndex { $0.hasSameBytes(as: name) } ?? names.count
        if index == names.count { names.append(name) }
        return "#n\(index)"
    }

    mutating func value(_ value: AttributeValue) -> String {
        values.append(value)
        return ":v\(values.count - 1)"
    }

    private mutating func operand(_ operand: Operand) -> String {
        switch operand {
        case .path(let path): self.path(path)
        case .value(let value): self.value(value)
        case .size(let operand): "size(\(self.operand(operand)))"
        }
    }

    mutating func condition(_ condition: Condition) -> String {
        switch condition {
        case .and(let left, let right): "(\(self.condition(left))) AND (\(self.condition(right)))"
        case .or(let left, let right): "(\(self.condition(left))) OR (\(self.condition(right)))"
        case .not(let condition): "NOT (\(self.condition(condition)))"
        case .compare(let left, let comparator, let right):
            "\(operand(left)) \(comparator.rawValue) \(operand(right))"
        case .between(let value, let low, let high): "\(operand(value)) BETWEEN \(operand(low)) AND \(operand(high))"
        case .among(let value, let choices):
            "\(operand(value)) IN (\(choices.map { operand($0) }.joined(separator: ", ")))"
        case .exists(let path): "attribute_exists(\(self.path(path)))"
        case .notExists(let path): "attribute_not_exists(\(self.path(path)))"
        case .hasType(let value, let type):
            "attribute_type(\(operand(value)), \(self.value(.string(type.rawValue))))"
        case .beginsWith(let value, let prefix): "begins_with(\(operand(value)), \(operand(prefix)))"
        case .contains(let value, let part): "contains(\(operand(value)), \(operand(part)))"
        }
    }

    mutating func update(_ actions: [Update.Action]) -> String {
        var clauses: [(word: String, parts: [String])] = [("SET", []), ("REMOVE", []), ("ADD", []), ("DELETE", [])]
        for action in actions {
            let path = path(action.path)
            switch action {
            case .set(_, let value): clauses[0].parts.append("\(path) = \(self.value(value))")
            case .remove: clauses[1].parts.append(path)
            case .add(_, let value): clauses[2].parts.append("\(path) \(self.value(value))")
            case .delete(_, let value): clauses[3].parts.append("\(path) \(self.value(value))")
            }
        }
        return clauses.filter { !$0.parts.isEmpty }.map { "\($0.word) \($0.parts.joined(separator: ", "))" }
            .joined(separator: " ")
    }

    private mutating func value(_ value: UpdateValue) -> String {
        switch value {
        case .value(let value): self.value(value)
        case .path(let path): self.path(path)
        case .ifNotExists(let path, let other): "if_not_exists(\(self.path(path)), \(self.value(other)))"
        case .plus(let left, let right): "\(self.value(left)) + \(self.value(right))"
        case .minus(let left, let right): "\(self.value(left)) - \(self.value(right))"
        case .listAppend(let list, let added): "list_append(\(self.value(list)), \(self.value(added)))"
        }
    }

    /// Gives a request what the placeholders stand for.
    func finish(_ request: inout JSON.Object) {
        if !names.isEmpty {
            let members = names.enumerated().map { ("#n\($0.offset)", JSON.string($0.element)) }
            request["ExpressionAttributeNames"] = .object(JSON.Object(members))
        }
        if !values.isEmpty {
            let members = values.enumerated().map { (":v\($0.offset)", $0.element.json) }
            request["ExpressionAttributeValues"] = .object(JSON.Object(members))
        }
    }
}
