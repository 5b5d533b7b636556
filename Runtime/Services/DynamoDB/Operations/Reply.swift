import JSON

/// The JSON object of a reply, written member by member.
struct Reply {
    /// Without members.
    static let empty = Array("{}".utf8)

    private var writer: JSONWriter
    private var isFirst = true

    init(capacity: Int = 128) {
        writer = JSONWriter(capacity: capacity)
        writer.literal("{")
    }

    /// Goes on behind members that stand there, after the opening brace.
    init(continuing writer: JSONWriter) {
        self.writer = writer
        isFirst = false
    }

    /// Begins a member whose value the caller writes.
    mutating func member(_ name: StaticString, _ write: (inout JSONWriter) -> Void) {
        writer.literal(isFirst ? "\"" : ",\"")
        isFirst = false
        writer.literal(name)
        writer.literal("\":")
        write(&writer)
    }

    mutating func member(_ name: StaticString, _ value: JSON) { member(name) { $0.write(value) } }

    mutating func member(_ name: StaticString, attributes: AttributeMap) { member(name) { $0.attributes(attributes) } }

    /// A value that stands ready.
    mutating func member(_ name: StaticString, raw bytes: [UInt8]) { member(name) { $0.raw(bytes) } }

    mutating func capacity(_ capacity: Capacity, _ table: Table, _ detail: Capacity.Detail) {
        if detail != .none { member("ConsumedCapacity", capacity.json(table.name, detail)) }
    }

    consuming func finish() -> [UInt8] {
        writer.literal("}")
        return writer.bytes
    }
}
