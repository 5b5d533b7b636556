/// One value of an attribute, of one of DynamoDB's ten types.
enum AttributeValue: Sendable {
    case string(String)
    case number(Number)
    case binary([UInt8])
    case bool(Bool)
    case null
    /// Sets keep the order they were written in; it does not count when they are compared.
    case stringSet([String])
    case numberSet([Number])
    case binarySet([[UInt8]])
    case list([AttributeValue])
    case map(AttributeMap)

    var type: AttributeType {
        switch self {
        case .string: .string
        case .number: .number
        case .binary: .binary
        case .bool: .bool
        case .null: .null
        case .stringSet: .stringSet
        case .numberSet: .numberSet
        case .binarySet: .binarySet
        case .list: .list
        case .map: .map
        }
    }
}

extension AttributeValue {
    /// How deep an item may nest: an attribute that is a scalar is the first level.
    static let maximumDepth = 32

    /// Whether the value nests no deeper than `levels`. A list or map takes two at least, even an empty one.
    func fits(in levels: Int) -> Bool {
        switch self {
        case .list(let values): levels > 1 && values.allSatisfy { $0.fits(in: levels - 1) }
        case .map(let map): levels > 1 && map.members.allSatisfy { $0.value.fits(in: levels - 1) }
        default: levels > 0
        }
    }
}

/// The name of a type on the wire.
enum AttributeType: String, Sendable, CaseIterable {
    case string = "S"
    case number = "N"
    case binary = "B"
    case bool = "BOOL"
    case null = "NULL"
    case stringSet = "SS"
    case numberSet = "NS"
    case binarySet = "BS"
    case list = "L"
    case map = "M"

    /// By bytes: every attribute of every request is looked at.
    init?(wireName: String) {
        let bytes = wireName.utf8
        guard let first = bytes.first else { return nil }
        switch (bytes.count, first) {
        case (1, UInt8(ascii: "S")): self = .string
        case (1, UInt8(ascii: "N")): self = .number
        case (1, UInt8(ascii: "B")): self = .binary
        case (1, UInt8(ascii: "L")): self = .list
        case (1, UInt8(ascii: "M")): self = .map
        case (1, _): return nil
        default: self.init(rawValue: wireName)
        }
    }

    /// The word in some of AWS's texts.
    var longName: String {
        switch self {
        case .string: "STRING"
        case .number: "NUMBER"
        case .binary: "BINARY"
        case .bool: "BOOLEAN"
        case .null: "NULL"
        case .stringSet: "STRING_SET"
        case .numberSet: "NUMBER_SET"
        case .binarySet: "BINARY_SET"
        case .list: "LIST"
        case .map: "MAP"
        }
    }

    var isSet: Bool { self == .stringSet || self == .numberSet || self == .binarySet }
    /// Strings, numbers and binaries have an order, and can be keys.
    var isScalar: Bool { self == .string || self == .number || self == .binary }
}
