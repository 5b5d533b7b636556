import JSON
import Wire

/// What an `UpdateExpression` does to an item.
struct Update: Sendable {
    enum Action: Sendable {
        case set(DocumentPath, UpdateValue)
        case remove(DocumentPath)
        /// Adds to a number or to a set.
        case add(DocumentPath, AttributeValue)
        /// Takes elements out of a set.
        case delete(DocumentPath, AttributeValue)

        var path: DocumentPath {
            switch self {
            case .set(let path, _), .remove(let path), .add(let path, _), .delete(let path, _): path
            }
        }
    }

    var actions: [Action]
    /// What AWS says when an operand has another type than the attribute.
    var mismatch = AWSError.wrongOperand

    /// Whether the update makes an item where there is none: one that only takes away does not.
    var makesItem: Bool {
        actions.isEmpty
            || actions.contains { action in
                switch action {
                case .set, .add: true
                case .remove, .delete: false
                }
            }
    }

    /// The item as it is afterwards. Every operand is read from the item as it was before.
    /// Throws what AWS says when an operand is missing or of the wrong type, or a path leads nowhere.
    func callAsFunction(_ old: AttributeMap) throws(AWSError) -> AttributeMap {
        var item = old
        let ordered = inOrderOfIndexes
        for case .set(let path, let value) in ordered { try item.set(try value.value(in: old), at: path) }
        for case .add(let path, let value) in ordered {
            try item.set(try sum(path.value(in: old), value), at: path)
        }
        for case .delete(let path, let value) in actions {
            guard let present = path.value(in: old) else { continue }
            if let rest = try difference(present, value) {
                try item.set(rest, at: path)
            } else {
                try item.remove(path.elements[...])
            }
        }
        for case .remove(let path) in ordered.reversed() { try item.remove(path.elements[...]) }
        return item
    }

    /// Elements that are set behind the end of a list are appended in the order of their indexes; those that are
    /// removed must go from the last one on.
    private var inOrderOfIndexes: [Action] {
        guard actions.count > 1 else { return actions }
        return actions.enumerated().sorted { left, right in
            let (first, second) = (left.element.path.elements, right.element.path.elements)
            for (one, other) in zip(first, second) {
                if case .index(let low) = one, case .index(let high) = other, low != high { return low < high }
            }
            return left.offset < right.offset
        }
        .map(\.element)
    }

    private func sum(_ old: AttributeValue?, _ value: AttributeValue) throws(AWSError) -> AttributeValue {
        guard let old else { return value }
        switch (old, value) {
        case (.number(let left), .number(let right)): return try UpdateValue.sum(left, right.decimal)
        case (.stringSet(let left), .stringSet(let right)):
            return .stringSet(left + right.filter { new in !left.contains { $0.hasSameBytes(as: new) } })
        case (.numberSet(let left), .numberSet(let right)):
            return .numberSet(left + right.filter { !left.contains($0) })
        case (.binarySet(let left), .binarySet(let right)):
            return .binarySet(left + right.filter { !left.contains($0) })
        case (.list(let left), .list(let right)): return .list(left + right)
        default: throw mismatch
        }
    }

    /// `nil` when nothing is left: an empty set cannot be stored.
    private func difference(
        _ old: AttributeValue,
        _ value: AttributeValue
    ) throws(AWSError) -> AttributeValue? {
        switch (old, value) {
        case (.stringSet(let left), .stringSet(let right)):
            let rest = left.filter { old in !right.contains { $0.hasSameBytes(as: old) } }
            return rest.isEmpty ? nil : .stringSet(rest)
        case (.numberSet(let left), .numberSet(let right)):
            let rest = left.filter { !right.contains($0) }
            return rest.isEmpty ? nil : .numberSet(rest)
        case (.binarySet(let left), .binarySet(let right)):
            let rest = left.filter { !right.contains($0) }
            return rest.isEmpty ? nil : .binarySet(rest)
        default: throw mismatch
        }
    }
}

/// The right side of a `SET`.
indirect enum UpdateValue: Sendable {
    case path(DocumentPath)
    case value(AttributeValue)
    case ifNotExists(DocumentPath, UpdateValue)
    case listAppend(UpdateValue, UpdateValue)
    case plus(UpdateValue, UpdateValue)
    case minus(UpdateValue, UpdateValue)

    /// The type where it can be told without an item.
    var knownType: AttributeType? {
        switch self {
        case .value(let value): value.type
        case .listAppend: .list
        case .plus, .minus: .number
        case .path, .ifNotExists: nil
        }
    }

    func value(in item: AttributeMap) throws(AWSError) -> AttributeValue {
        switch self {
        case .value(let value): return value
        case .path(let path):
            guard let value = path.value(in: item) else {
                throw .validation("The provided expression refers to an attribute that does not exist in the item")
            }
            return value
        case .ifNotExists(let path, let other):
            if let value = path.value(in: item) { return value }
            return try other.value(in: item)
        case .listAppend(let first, let second):
            guard case .list(let front) = try first.value(in: item), case .list(let back) = try second.value(in: item)
            else { throw .wrongOperand }
            return .list(front + back)
        case .plus(let first, let second): return try Self.arithmetic(first, second, item) { $0 }
        case .minus(let first, let second): return try Self.arithmetic(first, second, item) { -$0 }
        }
    }

    private static func arithmetic(
        _ first: UpdateValue,
        _ second: UpdateValue,
        _ item: AttributeMap,
        _ sign: (Decimal) -> Decimal
    ) throws(AWSError) -> AttributeValue {
        guard case .number(let left) = try first.value(in: item), case .number(let right) = try second.value(in: item)
        else { throw .wrongOperand }
        return try sum(left, sign(right.decimal))
    }

    fileprivate static func sum(_ left: Number, _ right: Decimal) throws(AWSError) -> AttributeValue {
        do throws(Number.ParseError) {
            return .number(try Number(left.decimal + right))
        } catch {
            // AWS says this of a result with too many digits as well.
            throw .validation(
                "Number overflow. Attempting to store a number with magnitude larger than supported range"
            )
        }
    }
}

extension AWSError {
    static let wrongOperand = validation("An operand in the update expression has an incorrect data type")
    static let wrongPath = validation("The document path provided in the update expression is invalid for update")
}

// MARK: - Changing what a path leads to

extension AttributeMap {
    fileprivate typealias Path = ArraySlice<DocumentPath.Element>

    /// Refuses what would nest deeper than an item may.
    fileprivate mutating func set(_ value: AttributeValue, at path: DocumentPath) throws(AWSError) {
        guard value.fits(in: AttributeValue.maximumDepth - path.elements.count + 1) else { throw .tooNested }
        try set(value, at: path.elements[...])
    }

    fileprivate mutating func set(_ value: AttributeValue, at path: Path) throws(AWSError) {
        guard case .name(let name)? = path.first else { throw .wrongPath }
        let rest = path.dropFirst()
        if rest.isEmpty {
            self[name] = value
        } else {
            guard var child = self[name] else { throw .wrongPath }
            try child.set(value, at: rest)
            self[name] = child
        }
    }

    /// An attribute that is not there may be removed; what should hold it must be there.
    fileprivate mutating func remove(_ path: Path) throws(AWSError) {
        guard case .name(let name)? = path.first else { throw .wrongPath }
        let rest = path.dropFirst()
        if rest.isEmpty {
            self[name] = nil
        } else {
            guard var child = self[name] else { throw .wrongPath }
            try child.remove(rest)
            self[name] = child
        }
    }
}

extension AttributeValue {
    fileprivate mutating func set(_ value: AttributeValue, at path: AttributeMap.Path) throws(AWSError) {
        switch (self, path.first) {
        case (.map(var map), .name?):
            try map.set(value, at: path)
            self = .map(map)
        case (.list(var values), .index(let index)?):
            let rest = path.dropFirst()
            if values.indices.contains(index) {
                if rest.isEmpty { values[index] = value } else { try values[index].set(value, at: rest) }
            } else {
                guard rest.isEmpty else { throw .wrongPath }
                values.append(value)
            }
            self = .list(values)
        default: throw .wrongPath
        }
    }

    fileprivate mutating func remove(_ path: AttributeMap.Path) throws(AWSError) {
        switch (self, path.first) {
        case (.map(var map), .name?):
            try map.remove(path)
            self = .map(map)
        case (.list(var values), .index(let index)?):
            let rest = path.dropFirst()
            if values.indices.contains(index) {
                if rest.isEmpty { values.remove(at: index) } else { try values[index].remove(rest) }
            } else if !rest.isEmpty {
                throw .wrongPath
            }
            self = .list(values)
        default: throw .wrongPath
        }
    }
}
