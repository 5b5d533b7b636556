/// An element of an XML document, as services of the query protocol answer: names, texts and elements in elements.
/// Attributes, comments and the prolog are passed over; what else XML can have is an error.
package struct XMLElement: Hashable {
    package var name: String
    /// What stands in it beside elements.
    package var text = ""
    package var children: [XMLElement] = []

    init(name: String) { self.name = name }

    /// The first child of a name.
    package subscript(name: String) -> XMLElement? { children.first { $0.name == name } }

    /// The `member` elements in a child.
    package func list(_ name: String) -> [XMLElement] { self[name]?.children.filter { $0.name == "member" } ?? [] }
}

extension XMLElement {
    /// Throws `WireError` for bytes that are no such document.
    init(parsing bytes: [UInt8]) throws(WireError) {
        var parser = XMLParser(bytes)
        self = try parser.document()
    }
}

private struct XMLParser {
    private static let broken = WireError(expected: "an XML document")
    private let bytes: [UInt8]
    private var index = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func document() throws(WireError) -> XMLElement {
        var open: [XMLElement] = []
        while index < bytes.count {
            if bytes[index] != UInt8(ascii: "<") {
                let text = upTo(UInt8(ascii: "<"))
                if !open.isEmpty { open[open.count - 1].text += try Self.unescaped(text) }
                continue
            }
            let tag = try tag()
            switch tag.first {
            case UInt8(ascii: "?"), UInt8(ascii: "!"): continue
            case UInt8(ascii: "/"):
                guard let element = open.popLast(), tag.dropFirst().elementsEqual(element.name.utf8) else {
                    throw Self.broken
                }
                guard !open.isEmpty else { return element }
                open[open.count - 1].children.append(element)
            default:
                let isEmpty = tag.last == UInt8(ascii: "/")
                let name = tag.prefix { !" \t\r\n/".utf8.contains($0) }
                guard !name.isEmpty else { throw Self.broken }
                let element = XMLElement(name: String(decoding: name, as: UTF8.self))
                guard isEmpty else {
                    open.append(element)
                    continue
                }
                guard !open.isEmpty else { return element }
                open[open.count - 1].children.append(element)
            }
        }
        throw Self.broken
    }

    /// What stands between `<` and `>`.
    private mutating func tag() throws(WireError) -> ArraySlice<UInt8> {
        index += 1
        let tag = upTo(UInt8(ascii: ">"))
        guard index < bytes.count else { throw Self.broken }
        index += 1
        return tag
    }

    private mutating func upTo(_ end: UInt8) -> ArraySlice<UInt8> {
        let start = index
        while index < bytes.count, bytes[index] != end { index += 1 }
        return bytes[start..<index]
    }

    private static func unescaped(_ bytes: ArraySlice<UInt8>) throws(WireError) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        guard bytes.contains(UInt8(ascii: "&")) else { return text }
        let parts = text.split(separator: "&", omittingEmptySubsequences: false)
        var result = parts.first.map(String.init) ?? ""
        for part in parts.dropFirst() {
            guard let end = part.firstIndex(of: ";"), let character = character(part[..<end]) else { throw broken }
            result.append(character)
            result += part[part.index(after: end)...]
        }
        return result
    }

    private static func character(_ entity: Substring) -> Character? {
        switch entity {
        case "lt": "<"
        case "gt": ">"
        case "amp": "&"
        case "quot": "\""
        case "apos": "'"
        case _ where entity.hasPrefix("#x"): scalar(UInt32(entity.dropFirst(2), radix: 16))
        case _ where entity.hasPrefix("#"): scalar(UInt32(entity.dropFirst()))
        default: nil
        }
    }

    private static func scalar(_ number: UInt32?) -> Character? {
        number.flatMap(Unicode.Scalar.init).map(Character.init)
    }
}
