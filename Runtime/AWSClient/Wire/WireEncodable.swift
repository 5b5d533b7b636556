import FoundationEssentials
import JSON

/// A value that can be written as JSON.
protocol WireValue {
    func write(to writer: inout JSONWriter)
}

/// A value that is a JSON object on the wire.
protocol WireEncodable: WireValue {
    func write(to object: inout WireObject)
}

extension WireEncodable {
    func write(to writer: inout JSONWriter) {
        WireObject.write(to: &writer) { write(to: &$0) }
    }

    var wireBytes: [UInt8] {
        var writer = JSONWriter(capacity: 512)
        write(to: &writer)
        return writer.bytes
    }
}

/// A JSON object being written, member by member.
struct WireObject {
    private var writer: JSONWriter
    private var isEmpty = true

    static func write(to writer: inout JSONWriter, _ members: (inout WireObject) -> Void) {
        writer.bytes.append(UInt8(ascii: "{"))
        var object = WireObject(writer: consume writer)
        members(&object)
        writer = object.writer
        writer.bytes.append(UInt8(ascii: "}"))
    }

    private init(writer: consuming JSONWriter) { self.writer = writer }

    /// Writes a member, unless there is no value.
    mutating func set(_ name: String, _ value: (some WireValue)?) {
        guard let value else { return }
        if !isEmpty { writer.bytes.append(UInt8(ascii: ",")) }
        isEmpty = false
        writer.string(name)
        writer.bytes.append(UInt8(ascii: ":"))
        value.write(to: &writer)
    }
}

extension String: WireValue {
    func write(to writer: inout JSONWriter) { writer.string(self) }
}

extension Bool: WireValue {
    func write(to writer: inout JSONWriter) { writer.raw(self ? "true" : "false") }
}

extension Int: WireValue {
    func write(to writer: inout JSONWriter) { writer.raw(String(self)) }
}

extension Array: WireValue where Element: WireValue {
    func write(to writer: inout JSONWriter) {
        writer.bytes.append(UInt8(ascii: "["))
        for (index, element) in enumerated() {
            if index > 0 { writer.bytes.append(UInt8(ascii: ",")) }
            element.write(to: &writer)
        }
        writer.bytes.append(UInt8(ascii: "]"))
    }
}

extension Dictionary: WireValue where Key == String, Value: WireValue {
    func write(to writer: inout JSONWriter) {
        WireObject.write(to: &writer) { object in
            for (key, value) in self { object.set(key, value) }
        }
    }
}

/// Written as the enumeration's raw value.
extension WireValue where Self: RawRepresentable<String> {
    func write(to writer: inout JSONWriter) { writer.string(rawValue) }
}
