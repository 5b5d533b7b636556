import FoundationEssentials
import JSON

extension AttributeMap {
    /// Reads what the store holds, which was checked before it was written; `nil` for what cannot be that.
    init?(stored tape: JSONTape, at index: Int = 0) {
        guard tape.kind(index) == .object else { return nil }
        members.reserveCapacity(tape.count(index))
        var name = index + 1
        let end = tape.next(index)
        while name < end {
            guard let value = AttributeValue(stored: tape, at: name + 1) else { return nil }
            members.append(Member(name: tape.string(name), value: value))
            name = tape.next(name + 1)
        }
    }
}

extension AttributeValue {
    fileprivate init?(stored tape: JSONTape, at index: Int) {
        guard tape.kind(index) == .object, tape.count(index) == 1,
            let type = AttributeType(wireName: tape.string(index + 1))
        else { return nil }
        let content = index + 2
        switch type {
        case .string: self = .string(tape.string(content))
        case .number: self = .number(Number(stored: tape.string(content)))
        case .binary:
            guard let bytes = Self.bytes(stored: tape, at: content) else { return nil }
            self = .binary(bytes)
        case .bool: self = .bool(tape.kind(content) == .true)
        case .null: self = .null
        case .stringSet: self = .stringSet(tape.elements(of: content).map(tape.string))
        case .numberSet: self = .numberSet(tape.elements(of: content).map { Number(stored: tape.string($0)) })
        case .binarySet:
            let elements = tape.elements(of: content)
            let binaries = elements.compactMap { Self.bytes(stored: tape, at: $0) }
            guard binaries.count == elements.count else { return nil }
            self = .binarySet(binaries)
        case .list:
            let elements = tape.elements(of: content)
            let values = elements.compactMap { AttributeValue(stored: tape, at: $0) }
            guard values.count == elements.count else { return nil }
            self = .list(values)
        case .map:
            guard let map = AttributeMap(stored: tape, at: content) else { return nil }
            self = .map(map)
        }
    }

    private static func bytes(stored tape: JSONTape, at index: Int) -> [UInt8]? {
        Data(base64Encoded: tape.string(index)).map(Array.init)
    }
}
