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
    init(wire node: WireNode) throws(WireError) {
        guard node.kind == .object, node.tape.count(node.index) == 1 else {
            throw WireError(expected: "an attribute value")
        }
        let value = WireNode(tape: node.tape, index: node.index + 2)
        switch node.tape.string(node.index + 1) {
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
        case let type: throw WireError(reason: "unknown attribute type \(type)")
        }
    }
}
