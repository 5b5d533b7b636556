import JSON
import Wire

/// An attribute that is part of a key.
struct KeyAttribute: Sendable, Hashable {
    var name: String
    /// A string, a number or a binary.
    var type: AttributeType
}

/// The key of a table or of an index. Global indexes may have up to four attributes in each part, all others have one
/// partition key and at most one sort key.
struct KeySchema: Sendable, Hashable {
    var partition: [KeyAttribute]
    var sort: [KeyAttribute]

    var attributes: [KeyAttribute] { partition + sort }
    var names: [String] { attributes.map(\.name) }

    func contains(_ name: String) -> Bool { attributes.contains { $0.name.hasSameBytes(as: name) } }
}

/// A key as the store orders it.
struct EncodedKey: Sendable, Hashable {
    var partition: [UInt8]
    /// Empty where the schema has no sort key.
    var sort: [UInt8]
}

extension KeySchema {
    /// The key that a request names. It must hold the key's attributes and nothing else.
    func encode(key: AttributeMap) throws(AWSError) -> EncodedKey {
        guard key.count == partition.count + sort.count else { throw .keyMismatch }
        return try encode(key) { _, _ in .keyMismatch }
    }

    /// The key of a whole item.
    func encode(item: AttributeMap) throws(AWSError) -> EncodedKey {
        try encode(item) { attribute, value in
            guard let value else { return .invalid("Missing the key \(attribute.name) in the item") }
            return .invalid(
                "Type mismatch for key \(attribute.name) expected: \(attribute.type.rawValue) "
                    + "actual: \(value.type.rawValue)"
            )
        }
    }

    /// The key of an item in a batch: AWS does not say there what is wrong with it.
    func encode(batched item: AttributeMap) throws(AWSError) -> EncodedKey {
        try encode(item) { _, _ in .keyMismatch }
    }

    private func encode(
        _ map: AttributeMap,
        mismatch: (KeyAttribute, AttributeValue?) -> AWSError
    ) throws(AWSError) -> EncodedKey {
        func values(_ attributes: [KeyAttribute], isPartition: Bool) throws(AWSError) -> [AttributeValue] {
            var values: [AttributeValue] = []
            for attribute in attributes {
                let value = map[attribute.name]
                guard let value, value.type == attribute.type else { throw mismatch(attribute, value) }
                try attribute.check(value, isPartition: isPartition)
                values.append(value)
            }
            return values
        }
        return EncodedKey(
            partition: KeyEncoding.partitionKey(try values(partition, isPartition: true)),
            sort: KeyEncoding.sortKey(try values(sort, isPartition: false))
        )
    }

    /// The key of an item; `nil` when the item lacks an attribute of it, or has one that cannot be in it.
    func encodeIfPossible(_ item: AttributeMap) -> EncodedKey? {
        let first = partition.compactMap { attribute in
            item[attribute.name].flatMap { attribute.admits($0, isPartition: true) ? $0 : nil }
        }
        let second = sort.compactMap { attribute in
            item[attribute.name].flatMap { attribute.admits($0, isPartition: false) ? $0 : nil }
        }
        guard first.count == partition.count, second.count == sort.count else { return nil }
        return EncodedKey(partition: KeyEncoding.partitionKey(first), sort: KeyEncoding.sortKey(second))
    }
}

extension KeyAttribute {
    fileprivate func admits(_ value: AttributeValue, isPartition: Bool) -> Bool {
        value.type == type && value.emptyKind == nil && value.excessAsKey(isPartition: isPartition) == nil
    }

    /// Refuses a value that is empty or too long for a key.
    func check(_ value: AttributeValue, isPartition: Bool) throws(AWSError) {
        if let kind = value.emptyKind {
            throw .validation(
                "One or more parameter values are not valid. "
                    + "The AttributeValue for a key attribute cannot contain an empty \(kind) value. Key: \(name)"
            )
        }
        if let message = value.excessAsKey(isPartition: isPartition) { throw .invalid(message) }
    }
}

extension AttributeValue {
    /// `string` or `binary` for an empty one.
    var emptyKind: String? {
        switch self {
        case .string(let text): text.isEmpty ? "string" : nil
        case .binary(let bytes): bytes.isEmpty ? "binary" : nil
        default: nil
        }
    }

    /// What AWS says of a value that is too long for a key.
    func excessAsKey(isPartition: Bool) -> String? {
        guard type != .number else { return nil }
        if isPartition {
            return size > 2048 ? "Size of hashkey has exceeded the maximum size limit of2048 bytes" : nil
        }
        return size > 1024
            ? "Aggregated size of all range keys has exceeded the size limit of 1024 bytes" : nil
    }
}
