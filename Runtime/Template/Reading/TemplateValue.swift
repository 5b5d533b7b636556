import JSON

/// A value of a template that knows where it is written, even after `Globals` were merged into a resource.
struct TemplateValue: Sendable, Hashable {
    var path: JSONPath
    var content: Content

    indirect enum Content: Sendable, Hashable {
        case null
        case bool(Bool)
        case number(String)
        case string(String)
        case array([TemplateValue])
        case object([Member])
        /// Stands for a value whose reference could not be resolved. Why is reported already: nobody complains again.
        case unresolved
    }

    struct Member: Sendable, Hashable {
        var key: String
        var value: TemplateValue
    }

    init(_ path: JSONPath, _ content: Content) {
        self.path = path
        self.content = content
    }

    init(_ json: JSON, at path: JSONPath = .root) {
        self.path = path
        switch json {
        case .null: content = .null
        case .bool(let value): content = .bool(value)
        case .number(let text): content = .number(text)
        case .string(let text): content = .string(text)
        case .array(let values):
            content = .array(values.enumerated().map { TemplateValue($1, at: path / $0) })
        case .object(let object):
            content = .object(
                object.members.map { Member(key: $0.key, value: TemplateValue($0.value, at: path / $0.key)) }
            )
        }
    }

    subscript(key: String) -> TemplateValue? { members?.first { $0.key == key }?.value }

    var members: [Member]? { if case .object(let members) = content { members } else { nil } }
    var elements: [TemplateValue]? { if case .array(let elements) = content { elements } else { nil } }
    var string: String? { if case .string(let text) = content { text } else { nil } }
    var isUnresolved: Bool { content == .unresolved }

    /// The text of a scalar, as CloudFormation takes numbers and booleans where it wants a string.
    var scalarText: String? {
        switch content {
        case .string(let text), .number(let text): text
        case .bool(let value): value ? "true" : "false"
        case .null, .array, .object, .unresolved: nil
        }
    }

    /// The words for what this is in a complaint: `an object`, `a string`, …
    var kind: String {
        switch content {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "a list"
        case .object: "an object"
        case .unresolved: "an unresolved value"
        }
    }

    /// The value without its places; what is unresolved becomes `null`.
    var json: JSON {
        switch content {
        case .null, .unresolved: .null
        case .bool(let value): .bool(value)
        case .number(let text): .number(text)
        case .string(let text): .string(text)
        case .array(let elements): .array(elements.map(\.json))
        case .object(let members): .object(JSON.Object(members.map { ($0.key, $0.value.json) }))
        }
    }
}
