/// Sizes in bytes as DynamoDB counts them towards item limits, pages and capacity.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
extension AttributeValue {
    var size: Int {
        switch self {
        case .string(let text): text.utf8.count
        case .number(let number): number.size
        case .binary(let bytes): bytes.count
        case .bool, .null: 1
        case .stringSet(let texts): texts.reduce(0) { $0 + $1.utf8.count }
        case .numberSet(let numbers): numbers.reduce(0) { $0 + $1.size }
        case .binarySet(let binaries): binaries.reduce(0) { $0 + $1.count }
        case .list(let values): values.reduce(3) { $0 + 1 + $1.size }
        case .map(let map): map.members.reduce(3) { $0 + 1 + $1.name.utf8.count + $1.value.size }
        }
    }
}

extension AttributeMap {
    /// The size of an item: its names and values.
    var size: Int { members.reduce(0) { $0 + $1.name.utf8.count + $1.value.size } }
}

extension Number {
    fileprivate var size: Int { Self.size(of: text.utf8) }

    /// A byte for two digits, pairs counted from the decimal point, one more, and one for the sign of a negative.
    static func size(of text: some Collection<UInt8>) -> Int {
        var digits = 0
        var trailingZeros = 0
        for byte in text where byte != UInt8(ascii: "-") && byte != UInt8(ascii: ".") {
            if digits == 0 && byte == UInt8(ascii: "0") { continue }
            digits += 1
            trailingZeros = byte == UInt8(ascii: "0") ? trailingZeros + 1 : 0
        }
        return (digits - trailingZeros + 1) / 2 + 1 + (text.first == UInt8(ascii: "-") ? 1 : 0)
    }
}
