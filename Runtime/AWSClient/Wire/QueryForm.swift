import FoundationEssentials

/// The fields of a call in AWS's query protocol.
package struct QueryForm: Hashable {
    package private(set) var text = ""

    package init() {}

    /// Adds a field, unless there is no value.
    package mutating func set(_ name: String, _ value: String?) {
        guard let value else { return }
        text += "\(text.isEmpty ? "" : "&")\(name)=\(PercentEncoded(value).text)"
    }

    /// Adds the entries of a map, in the order of their names.
    mutating func set(_ name: String, _ attributes: [String: MessageAttributeValue]) {
        for (index, attribute) in attributes.sorted(by: { $0.key < $1.key }).enumerated() {
            let entry = "\(name).entry.\(index + 1)"
            set("\(entry).Name", attribute.key)
            set("\(entry).Value.DataType", attribute.value.dataType)
            set("\(entry).Value.StringValue", attribute.value.stringValue)
            set("\(entry).Value.BinaryValue", attribute.value.binaryValue.map { Data($0).base64EncodedString() })
        }
    }
}

/// Text as RFC 3986 has it in paths and queries: all but letters, digits and `-._~` as `%XX`.
package struct PercentEncoded {
    package private(set) var text: String

    package init(_ text: String) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        let digits = Array("0123456789ABCDEF".utf8)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                bytes.append(byte)
            default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        self.text = String(decoding: bytes, as: UTF8.self)
    }
}
