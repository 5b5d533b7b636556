/// One JSON value (RFC 8259), with object members in the order they were written and numbers as they were spelt.
///
/// Numbers stay text because the wire needs more than a `Double`: DynamoDB has 38 digits, and an event that passes
/// through must come out as it went in.
package enum JSON: Sendable, Hashable {
    case null
    case bool(Bool)
    case number(String)
    case string(String)
    case array([JSON])
    case object(Object)
}

extension JSON {
    /// The members of a JSON object in the order they were written. A key that stands twice keeps its last value.
    package struct Object: Sendable, Hashable {
        package struct Member: Sendable, Hashable {
            package var key: String
            package var value: JSON

            package init(key: String, value: JSON) {
                self.key = key
                self.value = value
            }
        }

        package private(set) var members: [Member]

        package init() { members = [] }

        init(capacity: Int) {
            members = []
            members.reserveCapacity(capacity)
        }

        package init(_ pairs: [(String, JSON)]) {
            members = []
            members.reserveCapacity(pairs.count)
            for (key, value) in pairs { self[key] = value }
        }

        package var isEmpty: Bool { members.isEmpty }
        package var count: Int { members.count }
        package var keys: [String] { members.map(\.key) }

        package subscript(key: String) -> JSON? {
            get { index(of: key).map { members[$0].value } }
            set {
                if let index = index(of: key) {
                    if let newValue { members[index].value = newValue } else { members.remove(at: index) }
                } else if let newValue {
                    members.append(Member(key: key, value: newValue))
                }
            }
        }

        private func index(of key: String) -> Int? { members.firstIndex { $0.key.hasSameBytes(as: key) } }

        /// Two objects are equal when they hold the same members, in whatever order.
        package static func == (lhs: Self, rhs: Self) -> Bool {
            lhs.count == rhs.count && lhs.members.allSatisfy { rhs[$0.key] == $0.value }
        }

        package func hash(into hasher: inout Hasher) {
            hasher.combine(Set(members))
        }

        /// Appends without looking for the key: only for a caller that knows it is new.
        mutating func appendNew(_ key: String, _ value: JSON) {
            members.append(Member(key: key, value: value))
        }
    }
}

// MARK: - Reading values

extension JSON {
    package subscript(key: String) -> JSON? { objectValue?[key] }
    /// The element at `index`; `nil`, and not `.null`, when there is none.
    package subscript(index: Int) -> JSON? {
        guard let values = arrayValue, values.indices.contains(index) else { return Optional.none }
        return values[index]
    }

    /// The value, unless it is `null`, which many protocols treat as absent.
    package var nonNull: JSON? { isNull ? Optional.none : self }

    package var isNull: Bool { if case .null = self { true } else { false } }
    package var stringValue: String? { if case .string(let value) = self { value } else { nil } }
    package var boolValue: Bool? { if case .bool(let value) = self { value } else { nil } }
    package var arrayValue: [JSON]? { if case .array(let value) = self { value } else { nil } }
    package var objectValue: Object? { if case .object(let value) = self { value } else { nil } }
    package var numberText: String? { if case .number(let value) = self { value } else { nil } }
    package var doubleValue: Double? { numberText.flatMap(Double.init) }

    /// The number as an integer; `1.0` and `1e3` count, `1.5` and what does not fit do not.
    package var intValue: Int? {
        guard let text = numberText else { return nil }
        return Int(text) ?? Double(text).flatMap(Int.init(exactly:))
    }

    /// What kind of value this is, in the words of RFC 8259: `object`, `array`, `string`, `number`, `boolean`, `null`.
    package var kind: String {
        switch self {
        case .null: "null"
        case .bool: "boolean"
        case .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }
}

// MARK: - Writing values in source

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByFloatLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int) { self = .number(String(value)) }
    package init(floatLiteral value: Double) { self = .number(String(value)) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(arrayLiteral elements: JSON...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, JSON)...) { self = .object(Object(elements)) }

    package init(_ value: some BinaryInteger) { self = .number(String(value)) }
    package init(_ value: String) { self = .string(value) }
    package init(_ value: Bool) { self = .bool(value) }
    /// A finite number. JSON has none for NaN and the infinities: they become `null`.
    package init(_ value: Double) {
        if !value.isFinite {
            self = .null
        } else if let whole = Int(exactly: value), abs(whole) < 1 << 53 {
            self = .number(String(whole))
        } else {
            self = .number(String(value))
        }
    }
}
