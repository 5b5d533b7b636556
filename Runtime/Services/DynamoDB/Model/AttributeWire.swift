import FoundationEssentials
import JSON
import ServiceKit
import Wire

// MARK: - Reading what a client sent

extension AttributeValue {
    /// Reads `{"S": "…"}`; refuses in AWS's words what is no valid value.
    init(_ json: JSON, depth: Int = 1, _ wording: Wording = .current) throws(AWSError) {
        var result: AttributeValue?
        var count = 0
        for member in json.objectValue?.members ?? [] where member.value != .null {
            guard let type = AttributeType(wireName: member.key) else { continue }
            result = try Self.read(member.value, type, depth, wording)
            count += 1
        }
        guard count <= 1 else {
            throw .validation(
                "Supplied AttributeValue has more than one datatypes set, "
                    + "must contain exactly one of the supported datatypes"
            )
        }
        guard let result else {
            throw .validation(
                "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"
            )
        }
        self = result
    }

    private static func read(
        _ json: JSON,
        _ type: AttributeType,
        _ depth: Int,
        _ wording: Wording
    ) throws(AWSError) -> AttributeValue {
        switch type {
        case .string: return .string(json.stringValue ?? "")
        case .number: return .number(try number(json, wording))
        case .binary: return .binary(try bytes(json))
        case .bool: return .bool(flag(json))
        case .null:
            guard flag(json) else { throw .invalid("Null attribute value types must have the value of true") }
            return .null
        case .stringSet, .numberSet, .binarySet: return try set(json.arrayValue ?? [], type, wording)
        case .list:
            guard depth < maximumDepth else { throw .tooNested }
            var values: [AttributeValue] = []
            for value in json.arrayValue ?? [] { values.append(try AttributeValue(value, depth: depth + 1, wording)) }
            return .list(values)
        case .map:
            guard depth < maximumDepth else { throw .tooNested }
            return .map(try AttributeMap(json, depth: depth + 1, wording))
        }
    }

    private static func set(
        _ values: [JSON],
        _ type: AttributeType,
        _ wording: Wording
    ) throws(AWSError) -> AttributeValue {
        switch type {
        case .stringSet:
            guard !values.isEmpty else { throw .invalid("An string set  may not be empty") }
            let texts = values.map { $0.stringValue ?? "" }
            guard Set(texts.map { Array($0.utf8) }).count == texts.count else {
                throw .duplicates(
                    texts,
                    texts.map { Array($0.utf8) },
                    wording,
                    separator: ", ",
                    end: " contains duplicates."
                )
            }
            return .stringSet(texts)
        case .numberSet:
            guard !values.isEmpty else { throw .invalid("An number set  may not be empty") }
            var numbers: [Number] = []
            for value in values { numbers.append(try number(value, wording)) }
            guard Set(numbers).count == numbers.count else {
                throw wording == .current
                    ? .invalid("Input collection contains duplicates.")
                    : .validation("Input collection contains duplicates")
            }
            return .numberSet(numbers)
        default:
            guard !values.isEmpty else { throw .invalid("Binary sets should not be empty") }
            var binaries: [[UInt8]] = []
            for value in values { binaries.append(try bytes(value)) }
            guard Set(binaries).count == binaries.count else {
                let texts = values.map { $0.stringValue ?? "" }
                throw .duplicates(texts, binaries, wording, separator: ",", end: "of type BS contains duplicates.")
            }
            return .binarySet(binaries)
        }
    }

    private static func number(_ json: JSON, _ wording: Wording) throws(AWSError) -> Number {
        do throws(Number.ParseError) {
            return try Number(parsing: json.stringValue ?? "")
        } catch {
            // The two layers differ in how they show nothing at all.
            let isEmpty = wording == .current && json.stringValue == ""
            throw .validation(isEmpty ? error.message + ": " : error.message)
        }
    }

    private static func bytes(_ json: JSON) throws(AWSError) -> [UInt8] {
        guard let data = Data(base64Encoded: json.stringValue ?? "") else {
            throw .serialization("Invalid last non-pad Base64 character dectected")
        }
        return Array(data)
    }

    private static func flag(_ json: JSON) -> Bool {
        switch json {
        case .bool(let flag): flag
        case .string(let text): ["true", "1", "yes"].contains(text.lowercased())
        default: false
        }
    }
}

extension AttributeMap {
    init(_ json: JSON, depth: Int = 1, _ wording: Wording = .current) throws(AWSError) {
        let source = json.objectValue?.members ?? []
        members.reserveCapacity(source.count)
        for member in source where member.value != .null {
            try Limits.checkAttributeName(member.key)
            members.append(Member(name: member.key, value: try AttributeValue(member.value, depth: depth, wording)))
        }
    }
}

extension AWSError {
    /// The newer layer quotes the elements and lists them in order up to the first that comes again, then the rest.
    fileprivate static func duplicates(
        _ texts: [String],
        _ elements: [[UInt8]],
        _ wording: Wording,
        separator: String,
        end: String
    ) -> AWSError {
        guard wording == .current else {
            return .invalid("Input collection [\(texts.joined(separator: ", "))]\(end)")
        }
        var seen: Set<[UInt8]> = []
        let first = elements.firstIndex { !seen.insert($0).inserted } ?? elements.count
        let ordered =
            texts.indices.prefix(first).sorted { elements[$0].lexicographicallyPrecedes(elements[$1]) }
            + texts.indices.dropFirst(first)
        let quoted = ordered.map { "\"\(texts[$0])\"" }.joined(separator: separator)
        return .invalid("Input collection [\(quoted)]\(end)")
    }
}

// MARK: - Writing

extension JSONWriter {
    mutating func attributes(_ map: AttributeMap) {
        bytes.append(UInt8(ascii: "{"))
        for (index, member) in map.members.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            string(member.name)
            bytes.append(UInt8(ascii: ":"))
            attribute(member.value)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    mutating func attribute(_ value: AttributeValue) {
        literal(value.type.opening)
        switch value {
        case .string(let text): string(text)
        case .number(let number): plain(number.text)
        case .binary(let bytes): plain(Data(bytes).base64EncodedString())
        case .bool(let flag): literal(flag ? "true" : "false")
        case .null: literal("true")
        case .stringSet(let texts): list(texts) { $0.string($1) }
        case .numberSet(let numbers): list(numbers) { $0.plain($1.text) }
        case .binarySet(let binaries): list(binaries) { $0.plain(Data($1).base64EncodedString()) }
        case .list(let values): list(values) { $0.attribute($1) }
        case .map(let map): attributes(map)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    /// A string that needs no escapes.
    private mutating func plain(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        raw(text)
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func list<Element>(_ elements: [Element], _ write: (inout JSONWriter, Element) -> Void) {
        bytes.append(UInt8(ascii: "["))
        for (index, element) in elements.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            write(&self, element)
        }
        bytes.append(UInt8(ascii: "]"))
    }
}

extension AttributeType {
    /// How a value of this type begins.
    fileprivate var opening: StaticString {
        switch self {
        case .string: "{\"S\":"
        case .number: "{\"N\":"
        case .binary: "{\"B\":"
        case .bool: "{\"BOOL\":"
        case .null: "{\"NULL\":"
        case .stringSet: "{\"SS\":"
        case .numberSet: "{\"NS\":"
        case .binarySet: "{\"BS\":"
        case .list: "{\"L\":"
        case .map: "{\"M\":"
        }
    }
}

extension AttributeMap {
    /// The map as wire JSON, which is also how items are stored.
    var wireBytes: [UInt8] {
        var writer = JSONWriter(capacity: 256)
        writer.attributes(self)
        return writer.bytes
    }

    var json: JSON { JSON.object(JSON.Object(members.map { ($0.name, $0.value.json) })) }
}

extension AttributeValue {
    /// The value as wire JSON.
    var json: JSON {
        var writer = JSONWriter()
        writer.attribute(self)
        return (try? JSON(parsing: writer.bytes)) ?? .null
    }
}
