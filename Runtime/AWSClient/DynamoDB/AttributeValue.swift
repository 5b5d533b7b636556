/// A value in an item of a table.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
public enum AttributeValue: Sendable, Hashable {
    case s(String)
    /// A number as DynamoDB spells it: up to 38 digits.
    case n(String)
    case b([UInt8])
    case bool(Bool)
    case null
    case ss([String])
    case ns([String])
    case bs([[UInt8]])
    case l([AttributeValue])
    case m([String: AttributeValue])
}

extension AttributeValue {
    /// The text of an `s`.
    public var stringValue: String? { if case .s(let value) = self { value } else { nil } }
    /// The text of an `n`.
    public var numberValue: String? { if case .n(let value) = self { value } else { nil } }
    /// An `n` that is a whole number and fits.
    public var intValue: Int? { numberValue.flatMap(Int.init) }
    /// An `n`, rounded to what a `Double` can hold.
    public var doubleValue: Double? { numberValue.flatMap(Double.init) }
    public var boolValue: Bool? { if case .bool(let value) = self { value } else { nil } }
    public var binaryValue: [UInt8]? { if case .b(let value) = self { value } else { nil } }
    public var stringSetValue: [String]? { if case .ss(let value) = self { value } else { nil } }
    public var numberSetValue: [String]? { if case .ns(let value) = self { value } else { nil } }
    public var listValue: [AttributeValue]? { if case .l(let value) = self { value } else { nil } }
    public var mapValue: [String: AttributeValue]? { if case .m(let value) = self { value } else { nil } }
    public var isNull: Bool { self == .null }

    public static func n(_ value: some BinaryInteger) -> Self { .n(String(value)) }
    /// DynamoDB has no NaN and no infinity and refuses them.
    public static func n(_ value: Double) -> Self { .n("\(value)") }
}

extension AttributeValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    public init(stringLiteral value: String) { self = .s(value) }
    public init(integerLiteral value: Int) { self = .n(String(value)) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
}
