import JSON

extension AttributeValue {
    /// Equality as DynamoDB has it: same type and same value, sets whatever their order, strings by their bytes.
    static func == (lhs: AttributeValue, rhs: AttributeValue) -> Bool {
        switch (lhs, rhs) {
        case (.string(let left), .string(let right)): left.hasSameBytes(as: right)
        case (.number(let left), .number(let right)): left == right
        case (.binary(let left), .binary(let right)): left == right
        case (.bool(let left), .bool(let right)): left == right
        case (.null, .null): true
        case (.stringSet(let left), .stringSet(let right)):
            Set(left.map { Array($0.utf8) }) == Set(right.map { Array($0.utf8) })
        case (.numberSet(let left), .numberSet(let right)): Set(left) == Set(right)
        case (.binarySet(let left), .binarySet(let right)): Set(left) == Set(right)
        case (.list(let left), .list(let right)): left.elementsEqual(right) { $0 == $1 }
        case (.map(let left), .map(let right)): left == right
        default: false
        }
    }

    static func != (lhs: AttributeValue, rhs: AttributeValue) -> Bool { !(lhs == rhs) }

    /// Whether this value stands before another one; `nil` when the two have no order: other types than strings,
    /// numbers and binaries, or two different types.
    func precedes(_ other: AttributeValue) -> Bool? {
        switch (self, other) {
        case (.string(let left), .string(let right)): left.utf8.lexicographicallyPrecedes(right.utf8)
        case (.number(let left), .number(let right)): left < right
        case (.binary(let left), .binary(let right)): left.lexicographicallyPrecedes(right)
        default: nil
        }
    }
}

extension AttributeMap {
    static func == (lhs: AttributeMap, rhs: AttributeMap) -> Bool {
        lhs.count == rhs.count
            && lhs.members.allSatisfy { member in rhs[member.name].map { $0 == member.value } ?? false }
    }
}
