/// An element of an XML document, as requests have them: namespaces, attributes other than `xsi:type`, comments and
/// processing instructions do not matter.
struct XMLElement: Sendable, Hashable {
    /// Without the prefix of a namespace.
    var name: String
    /// The text directly in it, without that of the elements in it.
    var text = ""
    var children: [XMLElement] = []
    /// By the names as they are written.
    var attributes: [String: String] = [:]

    init(_ name: String, _ text: String = "", _ children: [XMLElement] = []) {
        self.name = name
        self.text = text
        self.children = children
    }

    subscript(name: String) -> XMLElement? { children.first { $0.name == name } }

    func all(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }

    /// The text of a child.
    func text(_ name: String) -> String? { self[name]?.text }

    /// The element without layout: text between elements is left out.
    var xml: String {
        let attributes = attributes.sorted { $0.key < $1.key }.map { " \($0.key)=\"\(Self.escape($0.value))\"" }
            .joined()
        let content = children.isEmpty ? Self.escape(text) : children.map(\.xml).joined()
        return "<\(name)\(attributes)>\(content)</\(name)>"
    }

    private static func escape(_ text: String) -> String {
        var writer = XMLText()
        writer.text(text)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

extension XMLElement {
    /// How deep elements may lie in one another, and how many there may be.
    private static let depth = 32

    /// `nil` for what is no XML document, or one with a document type, which could name files.
    init?(parsing bytes: [UInt8]) {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        var parser = XMLParser(Array(text.utf8)[...])
        guard let root = parser.document(depth: Self.depth) else { return nil }
        self = root
    }
}

private struct XMLParser {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes
    }

    mutating func document(depth: Int) -> XMLElement? {
        guard skipMisc(), let root = element(depth: depth), skipMisc(), rest.isEmpty else { return nil }
        return root
    }

    private mutating func skip(_ text: StaticString) -> Bool {
        let isThere = text.withUTF8Buffer { rest.starts(with: $0) }
        if isThere { rest = rest.dropFirst(text.utf8CodeUnitCount) }
        return isThere
    }

    private mutating func skipSpace() { rest = rest.drop { Self.isSpace($0) } }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    /// What follows up to `end`, which is skipped as well; `nil` when it does not come.
    private mutating func until(_ end: StaticString) -> ArraySlice<UInt8>? {
        let pattern = end.withUTF8Buffer { Array($0) }
        var place = rest.startIndex
        while place + pattern.count <= rest.endIndex {
            if rest[place] == pattern[0], rest[place...].starts(with: pattern) {
                defer { rest = rest[(place + pattern.count)...] }
                return rest[..<place]
            }
            place += 1
        }
        return nil
    }

    /// Spaces, comments and instructions between elements. False when one does not end.
    private mutating func skipMisc() -> Bool {
        while true {
            skipSpace()
            if skip("<!--") {
                guard until("-->") != nil else { return false }
            } else if skip("<?") {
                guard until("?>") != nil else { return false }
            } else {
                return true
            }
        }
    }

    private mutating func element(depth: Int) -> XMLElement? {
        guard depth > 0, skip("<"), let tag = name() else { return nil }
        var element = XMLElement(Self.local(tag))
        while true {
            skipSpace()
            if skip("/>") { return element }
            if skip(">") { break }
            guard let attribute = name(), let value = attributeValue() else { return nil }
            if !attribute.hasPrefix("xmlns") { element.attributes[attribute] = value }
        }
        return content(of: &element, tag, depth) ? element : nil
    }

    private static func local(_ name: String) -> String {
        name.lastIndex(of: ":").map { String(name[$0...].dropFirst()) } ?? name
    }

    private mutating func name() -> String? {
        let name = rest.prefix { byte in
            !Self.isSpace(byte)
                && ![UInt8(ascii: "/"), UInt8(ascii: ">"), UInt8(ascii: "="), UInt8(ascii: "<")]
                    .contains(byte)
        }
        rest = rest[name.endIndex...]
        return name.isEmpty || name.first == UInt8(ascii: "!") ? nil : String(decoding: name, as: UTF8.self)
    }

    private mutating func attributeValue() -> String? {
        skipSpace()
        guard skip("=") else { return nil }
        skipSpace()
        guard let value = skip("\"") ? until("\"") : skip("'") ? until("'") : nil else { return nil }
        return Self.text(value)
    }

    private mutating func content(of element: inout XMLElement, _ tag: String, _ depth: Int) -> Bool {
        while true {
            let plain = rest.prefix { $0 != UInt8(ascii: "<") }
            rest = rest[plain.endIndex...]
            guard let text = Self.text(plain) else { return false }
            element.text += text
            if skip("<!--") {
                guard until("-->") != nil else { return false }
            } else if skip("<![CDATA[") {
                guard let data = until("]]>") else { return false }
                element.text += String(decoding: data, as: UTF8.self)
            } else if skip("<?") {
                guard until("?>") != nil else { return false }
            } else if skip("</") {
                guard name() == tag else { return false }
                skipSpace()
                return skip(">")
            } else {
                guard let child = self.element(depth: depth - 1) else { return false }
                element.children.append(child)
            }
        }
    }

    private static let entities = ["lt": "<", "gt": ">", "amp": "&", "quot": "\"", "apos": "'"]

    /// `nil` for a reference to something unknown.
    private static func text(_ bytes: ArraySlice<UInt8>) -> String? {
        guard bytes.contains(UInt8(ascii: "&")) else { return String(decoding: bytes, as: UTF8.self) }
        var text = ""
        for (place, part) in bytes.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false).enumerated() {
            if place == 0 {
                text += String(decoding: part, as: UTF8.self)
                continue
            }
            guard let end = part.firstIndex(of: UInt8(ascii: ";")),
                let character = character(String(decoding: part[..<end], as: UTF8.self))
            else { return nil }
            text += character + String(decoding: part[(end + 1)...], as: UTF8.self)
        }
        return text
    }

    private static func character(_ name: String) -> String? {
        if let entity = entities[name] { return entity }
        guard name.hasPrefix("#") else { return nil }
        let digits = name.dropFirst()
        let number = digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        return number.flatMap { Unicode.Scalar($0) }.map { String(Character($0)) }
    }
}
