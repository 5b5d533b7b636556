/// A JSON value whose kind is not known beforehand: a wrong one has to be named, not just refused.
package enum FieldValue: Decodable, Hashable {
    case null
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case list([FieldValue])
    case object([String: FieldValue])

    package init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let text = try? value.decode(String.self) {
            self = .string(text)
        } else if let flag = try? value.decode(Bool.self) {
            self = .bool(flag)
        } else if let integer = try? value.decode(Int.self) {
            self = .integer(integer)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let list = try? value.decode([FieldValue].self) {
            self = .list(list)
        } else {
            self = .object(try value.decode([String: FieldValue].self))
        }
    }
}
