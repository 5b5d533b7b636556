import JSON
import Time
import Wire

/// Writes XML, and JSON of a shape the way replies of the query protocol have it.
package struct XMLWriter {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

    package mutating func element(_ name: String, _ text: String) { element(name) { $0.text(text) } }

    package mutating func element(_ name: String, _ content: (inout XMLWriter) -> Void) {
        raw("<\(name)>")
        let start = bytes.count
        content(&self)
        guard bytes.count == start else { return raw("</\(name)>") }
        bytes.removeLast()
        raw("/>")
    }

    /// What stands between two tags, escaped. A carriage return would come out as a line feed if it were not.
    package mutating func text(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "<"): raw("&lt;")
            case UInt8(ascii: ">"): raw("&gt;")
            case UInt8(ascii: "&"): raw("&amp;")
            case UInt8(ascii: "\""): raw("&quot;")
            case 0x0D: raw("&#xD;")
            default: bytes.append(byte)
            }
        }
    }

    /// The members that a structure has, in the shape's order.
    mutating func members(_ object: JSON.Object, _ members: [Shape.Member]) {
        for member in members {
            guard let value = object[member.name], !value.isNull else { continue }
            self.member(member.queryName, value, member.shape, member.query)
        }
    }

    private mutating func member(_ name: String, _ value: JSON, _ shape: Shape, _ form: QueryForm) {
        switch (shape, value) {
        case (.list(let shape, _), .array(let values)) where form.isFlattened:
            for value in values { element(name) { $0.value(value, shape) } }
        case (.list(let shape, _), .array(let values)):
            element(name) { writer in
                for value in values { writer.element(form.element) { $0.value(value, shape) } }
            }
        case (.map(let shape, _, _, _, _), .object(let object)) where form.isFlattened:
            for entry in object.members { element(name) { $0.entry(entry, shape, form) } }
        case (.map(let shape, _, _, _, _), .object(let object)):
            element(name) { writer in
                for entry in object.members { writer.element("entry") { $0.entry(entry, shape, form) } }
            }
        default: element(name) { $0.value(value, shape) }
        }
    }

    private mutating func entry(_ entry: JSON.Object.Member, _ shape: Shape, _ form: QueryForm) {
        element(form.key, entry.key)
        element(form.value) { $0.value(entry.value, shape) }
    }

    private mutating func value(_ value: JSON, _ shape: Shape) {
        switch (shape, value) {
        case (.structure(let members, _), .object(let object)): self.members(object, members)
        case (.list, _), (.map, _): member("member", value, shape, QueryForm())
        case (.timestamp, .number(let text)):
            self.text(Double(text).map { Timestamp(secondsSinceEpoch: $0).iso8601Milliseconds } ?? text)
        case (_, .string(let text)), (_, .number(let text)): self.text(text)
        case (_, .bool(let flag)): text("\(flag)")
        default: text(value.text)
        }
    }
}
