import JSON
import ServiceKit

/// Reads an item from a request's text as it will be stored: checked, measured and written anew in one pass, without
/// what clients put between tokens.
///
/// Where it meets anything that may have to be refused it gives up; `AttributeMap` then finds the words for it.
struct ItemReader {
    /// Past so many, names are compared as values.
    private static let comparedNames = 24

    private let tape: JSONTape
    private let bytes: UnsafeBufferPointer<UInt8>
    private let tokens: UnsafeBufferPointer<JSONTape.Token>
    private var size = 0
    private var writer = JSONWriter(capacity: 640)

    /// The item at `index` of a request, with its key; `nil` for one that `AttributeMap` should look at.
    static func read(_ tape: JSONTape, at index: Int, _ schema: KeySchema) -> (key: EncodedKey, item: StoredItem)? {
        tape.withTokens { bytes, tokens in
            var reader = Self(tape: tape, bytes: bytes, tokens: tokens)
            guard reader.map(index, depth: 1), reader.size <= Limits.itemBytes, let key = reader.key(index, schema)
            else { return nil }
            return (key, StoredItem(size: reader.size, body: reader.writer.bytes))
        }
    }

    private init(
        tape: JSONTape,
        bytes: UnsafeBufferPointer<UInt8>,
        tokens: UnsafeBufferPointer<JSONTape.Token>
    ) {
        self.tape = tape
        self.bytes = bytes
        self.tokens = tokens
    }

    private func key(_ item: Int, _ schema: KeySchema) -> EncodedKey? {
        var key = AttributeMap()
        for attribute in schema.attributes {
            guard let index = tape.member(attribute.name, of: item), let value = scalar(index) else { return nil }
            key.members.append(AttributeMap.Member(name: attribute.name, value: value))
        }
        return try? schema.encode(item: key)
    }

    /// A value that has been read before.
    private func scalar(_ index: Int) -> AttributeValue? {
        switch tape.count(index) == 1 ? tape.string(index + 1) : "" {
        case "S": .string(tape.string(index + 2))
        case "N": (try? Number(parsing: tape.string(index + 2))).map(AttributeValue.number)
        default: try? AttributeValue(JSON(tape, at: index))
        }
    }

    // MARK: Maps and lists

    private mutating func map(_ map: Int, depth: Int) -> Bool {
        guard tokens[map].kind == .object, namesDiffer(in: map) else { return false }
        put("{")
        var index = map + 1
        let end = Int(tokens[map].next)
        while index < end {
            if index > map + 1 { put(",") }
            guard name(index), value(index + 1, depth: depth) else { return false }
            index = Int(tokens[index + 1].next)
        }
        put("}")
        return true
    }

    private mutating func list(_ list: Int, depth: Int) -> Bool {
        guard tokens[list].kind == .array else { return false }
        put("[")
        var index = list + 1
        let end = Int(tokens[list].next)
        while index < end {
            if index > list + 1 { put(",") }
            guard value(index, depth: depth) else { return false }
            index = Int(tokens[index].next)
        }
        put("]")
        return true
    }

    /// A name without escapes, and the colon behind it.
    private mutating func name(_ index: Int) -> Bool {
        let text = text(index)
        guard tokens[index].kind == .string, !text.isEmpty, text.count <= Limits.attributeNameBytes else {
            return false
        }
        size += text.count
        put("\"")
        writer.bytes.append(contentsOf: text)
        put("\":")
        return true
    }

    private func namesDiffer(in map: Int) -> Bool {
        let end = Int(tokens[map].next)
        let count = Int(tokens[map].length) / 2
        var names: Set<[UInt8]> = []
        var name = map + 1
        while name < end {
            let text = text(name)
            if count > Self.comparedNames {
                guard names.insert(Array(text)).inserted else { return false }
            } else {
                var other = map + 1
                while other < name {
                    if tokens[other].length == tokens[name].length, self.text(other).elementsEqual(text) {
                        return false
                    }
                    other = Int(tokens[other + 1].next)
                }
            }
            name = Int(tokens[name + 1].next)
        }
        return true
    }

    // MARK: Values

    /// `{"S": "…"}` and the like: one member, whose name is a type.
    private mutating func value(_ index: Int, depth: Int) -> Bool {
        guard tokens[index].kind == .object, tokens[index].length == 2, tokens[index + 1].length == 1 else {
            return other(index, depth: depth)
        }
        let content = index + 2
        switch bytes[Int(tokens[index + 1].start)] {
        case UInt8(ascii: "S"): return string(content)
        case UInt8(ascii: "N"): return number(content) || other(index, depth: depth)
        case UInt8(ascii: "M") where depth < AttributeValue.maximumDepth:
            size += 3 + Int(tokens[content].length) / 2
            put("{\"M\":")
            guard map(content, depth: depth + 1) else { return false }
            put("}")
            return true
        case UInt8(ascii: "L") where depth < AttributeValue.maximumDepth:
            size += 3 + Int(tokens[content].length)
            put("{\"L\":")
            guard list(content, depth: depth + 1) else { return false }
            put("}")
            return true
        default: return other(index, depth: depth)
        }
    }

    private mutating func string(_ index: Int) -> Bool {
        switch tokens[index].kind {
        case .string:
            size += Int(tokens[index].length)
            put("{\"S\":\"")
            writer.bytes.append(contentsOf: text(index))
            put("\"}")
        case .escapedString:
            let string = tape.string(index)
            size += string.utf8.count
            put("{\"S\":")
            writer.string(string)
            put("}")
        default: return false
        }
        return true
    }

    private mutating func number(_ index: Int) -> Bool {
        let text = text(index)
        guard tokens[index].kind == .string, Number.isCanonical(text) else { return false }
        size += Number.size(of: text)
        put("{\"N\":\"")
        writer.bytes.append(contentsOf: text)
        put("\"}")
        return true
    }

    /// A value that is not met as often.
    private mutating func other(_ index: Int, depth: Int) -> Bool {
        let json = JSON(tape, at: index)
        guard (try? Shape.checkAttributeTypes(json, .element)) != nil,
            let value = try? AttributeValue(json, depth: depth)
        else { return false }
        size += value.size
        writer.attribute(value)
        return true
    }

    // MARK: Text

    private func text(_ index: Int) -> UnsafeBufferPointer<UInt8> {
        let start = Int(tokens[index].start)
        return UnsafeBufferPointer(rebasing: bytes[start..<start + Int(tokens[index].length)])
    }

    private mutating func put(_ text: StaticString) { writer.literal(text) }
}
