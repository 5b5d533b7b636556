import JSON

/// `Fn::GetAtt` as JSON templates must have it: a list, where YAML's short form leaves a text with a dot.
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getatt.html
enum GetAttLists {
    static func converted(_ value: JSON) -> JSON {
        switch value {
        case .array(let elements): return .array(elements.map(converted))
        case .object(let object):
            return .object(JSON.Object(object.members.map { ($0.key, member($0.key, $0.value)) }))
        default: return value
        }
    }

    private static func member(_ key: String, _ value: JSON) -> JSON {
        guard key == "Fn::GetAtt", let text = value.stringValue, let dot = text.firstIndex(of: ".") else {
            return converted(value)
        }
        return [.string(String(text[..<dot])), .string(String(text[text.index(after: dot)...]))]
    }
}
