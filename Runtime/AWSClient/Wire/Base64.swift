import FoundationEssentials
import JSON

/// Bytes that are base64 on the wire.
struct Base64: WireValue, WireReadable {
    var bytes: [UInt8]

    init(bytes: [UInt8]) { self.bytes = bytes }

    init(wire node: WireNode) throws(WireError) {
        guard let data = Data(base64Encoded: try String(wire: node)) else { throw WireError(expected: "base64") }
        bytes = [UInt8](data)
    }

    func write(to writer: inout JSONWriter) { writer.string(Data(bytes).base64EncodedString()) }
}
