import FoundationEssentials
import JSON
import Wire

extension JSONWriter {
    /// Appends a piece of JSON that stands in the source.
    mutating func literal(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends a string, or `null` for none.
    mutating func stringOrNull(_ text: String?) {
        if let text { string(text) } else { literal("null") }
    }

    /// Appends a string with its ASCII letters in lower case.
    mutating func lowercased(_ text: String) {
        let start = bytes.count
        string(text)
        bytes.withUnsafeMutableBufferPointer { bytes in
            for index in start..<bytes.count where (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(bytes[index]) {
                bytes[index] |= 0x20
            }
        }
    }

    /// Appends an object of header fields with names in lower case; values of one name are joined by a comma and a blank.
    mutating func lowercased(_ headers: HTTPHeaders) {
        if headers.hasRepeatedNames {
            object(MultiValues(headers).entries) { writer, entry in
                writer.lowercased(entry.name)
                writer.literal(":")
                writer.joined(entry, separator: ", ")
            }
        } else {
            object(headers.fields) { writer, field in
                writer.lowercased(field.name)
                writer.literal(":")
                writer.string(field.value)
            }
        }
    }

    /// Appends an object with one member for each element of `list`; `member` writes key, colon and value.
    mutating func object<Element>(_ list: [Element], _ member: (inout JSONWriter, Element) -> Void) {
        literal("{")
        for (index, element) in list.enumerated() {
            if index > 0 { literal(",") }
            member(&self, element)
        }
        literal("}")
    }

    /// Appends an object of strings, or `null` where it would be empty.
    mutating func objectOrNull(_ pairs: [(name: String, value: String)]) {
        if pairs.isEmpty { return literal("null") }
        object(pairs) { $0.member($1.name, $1.value) }
    }

    /// Appends an object that has the last of each name's values.
    mutating func lastValues(_ values: MultiValues) {
        object(values.entries) { $0.member($1.name, $1.last) }
    }

    /// Appends an object that has an array of all of each name's values.
    mutating func allValues(_ values: MultiValues) {
        object(values.entries) { writer, entry in
            writer.string(entry.name)
            writer.literal(":[")
            writer.string(entry.first)
            for other in entry.others {
                writer.literal(",")
                writer.string(other)
            }
            writer.literal("]")
        }
    }

    /// Appends several values of one name as one string.
    mutating func joined(_ entry: MultiValues.Entry, separator: String) {
        string(entry.others.isEmpty ? entry.first : ([entry.first] + entry.others).joined(separator: separator))
    }

    mutating func member(_ name: String, _ value: String) {
        string(name)
        literal(":")
        string(value)
    }

    /// Appends bytes as a string in base64.
    mutating func base64(_ body: [UInt8]) {
        literal("\"")
        bytes.append(contentsOf: Data(body).base64EncodedData())
        literal("\"")
    }
}

extension HTTPHeaders {
    /// Compares names only where length and first letter together may be those of an earlier one.
    fileprivate var hasRepeatedNames: Bool {
        var seen: UInt64 = 0
        for index in fields.indices {
            let name = fields[index].name
            let first = Int((name.utf8.first ?? 0) | 0x20)
            let mark: UInt64 = 1 << UInt64((name.utf8.count &* 7 &+ first) & 63)
            if seen & mark != 0, fields[..<index].contains(where: { Self.same($0.name, name) }) { return true }
            seen |= mark
        }
        return false
    }
}
