import JSON

/// A JSON value whose kind is not known beforehand: a wrong one has to be named, not just refused.
package enum FieldValue: Hashable {
    case null
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case list([FieldValue])
    case object([String: FieldValue])

    package init(_ json: JSON) {
        switch json {
        case .null: self = .null
        case .bool(let flag): self = .bool(flag)
        case .number: self = json.intValue.map(FieldValue.integer) ?? .number(json.doubleValue ?? .infinity)
        case .string(let text): self = .string(text)
        case .array(let values): self = .list(values.map(FieldValue.init))
        case .object(let object):
            self = .object(Dictionary(object.members.map { ($0.key, FieldValue($0.value)) }) { $1 })
        }
    }
}
