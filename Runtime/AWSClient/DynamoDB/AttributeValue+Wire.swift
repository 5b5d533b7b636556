import FoundationEssentials
import JSON

extension AttributeValue: WireValue {
    func write(to writer: inout JSONWriter) {
        WireObject.write(to: &writer) { object in
            switch self {
            case .s(let text): object.set("S", text)
            case .n(let number): object.set("N", number)
            case .b(let bytes): object.set("B", Base64(bytes: bytes))
            case .bool(let flag): object.set("BOOL", flag)
            case .null: object.set("NULL", true)
            case .ss(let texts): object.set("SS", texts)
            case .ns(let numbers): object.set("NS", numbers)
            case .bs(let all): object.set("BS", all.map(Base64.init))
            case .l(let values): object.set("L", values)
            case .m(let values): object.set("M", values)
            }
        }
    }
}

extension AttributeValue: WireReadable {
    init(wire value: JSON) throws(WireError) {
        guard let object = value.objectValue, object.count == 1, let (key, value) = object.members.first.map({ ($0.key, $0.value) })
        else { throw WireError(expected: "an attribute value", found: value) }
        switch key {
        case "S": self = .s(try String(wire: value))
        case "N": self = .n(try String(wire: value))
        case "B": self = .b(try Base64(wire: value).bytes)
        case "BOOL": self = .bool(try Bool(wire: value))
        case "NULL": self = .null
        case "SS": self = .ss(try [String](wire: value))
        case "NS": self = .ns(try [String](wire: value))
        case "BS": self = .bs(try [Base64](wire: value).map(\.bytes))
        case "L": self = .l(try [AttributeValue](wire: value))
        case "M": self = .m(try [String: AttributeValue](wire: value))
        default: throw WireError(reason: "unknown attribute type \(key)")
        }
    }
}

/// Bytes that are base64 on the wire.
private struct Base64: WireValue, WireReadable {
    var bytes: [UInt8]

    init(bytes: [UInt8]) { self.bytes = bytes }

    init(wire value: JSON) throws(WireError) {
        guard let data = Data(base64Encoded: try String(wire: value)) else { throw WireError(reason: "not base64") }
        bytes = [UInt8](data)
    }

    func write(to writer: inout JSONWriter) { writer.string(Data(bytes).base64EncodedString()) }
}
