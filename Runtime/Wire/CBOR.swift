import JSON

/// The part of CBOR (RFC 8949) that AWS's RPC protocol uses, read as JSON. Floating-point numbers that JSON does not have
/// stay numbers: `nan`, `inf`.
package enum CBOR {
    package enum Failure: Error, Sendable, Hashable {
        /// The bytes end too early, hold more than one item, or what AWS does not send.
        case malformed
    }

    private static let maximumDepth = 128

    package static func json(_ bytes: [UInt8]) throws(Failure) -> JSON {
        var reader = CBORReader(bytes: bytes)
        let value = try reader.item(depth: maximumDepth)
        guard reader.isAtEnd else { throw .malformed }
        return value
    }
}

/// Reads items one after the other.
private struct CBORReader {
    let bytes: [UInt8]
    private var index = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { index == bytes.count }

    mutating func item(depth: Int) throws(CBOR.Failure) -> JSON {
        guard depth > 0 else { throw .malformed }
        let head = try byte()
        let (major, info) = (head >> 5, head & 31)
        switch major {
        case 0: return .number(String(try argument(info)))
        case 1: return .number("-\(try argument(info).addingOne)")
        // Byte strings as text: no member of the services that speak this is one.
        case 2, 3: return .string(try text(major, info))
        case 4: return .array(try array(info, depth))
        case 5: return .object(try map(info, depth))
        case 6:
            _ = try argument(info)
            return try item(depth: depth - 1)
        default: return try simple(info)
        }
    }

    private mutating func byte() throws(CBOR.Failure) -> UInt8 {
        guard index < bytes.count else { throw .malformed }
        defer { index += 1 }
        return bytes[index]
    }

    private mutating func number(_ count: Int) throws(CBOR.Failure) -> UInt64 {
        var number: UInt64 = 0
        for _ in 0..<count { number = number << 8 | UInt64(try byte()) }
        return number
    }

    private mutating func argument(_ info: UInt8) throws(CBOR.Failure) -> UInt64 {
        switch info {
        case 0..<24: UInt64(info)
        case 24...27: try number(1 << Int(info - 24))
        default: throw .malformed
        }
    }

    private mutating func text(_ major: UInt8, _ info: UInt8) throws(CBOR.Failure) -> String {
        var text: [UInt8] = []
        if info == 31 {
            while try !isBreak() {
                let head = try byte()
                guard head >> 5 == major else { throw .malformed }
                text += try take(argument(head & 31))
            }
        } else {
            text += try take(argument(info))
        }
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func take(_ count: UInt64) throws(CBOR.Failure) -> ArraySlice<UInt8> {
        guard count <= UInt64(bytes.count - index) else { throw .malformed }
        defer { index += Int(count) }
        return bytes[index..<(index + Int(count))]
    }

    private mutating func array(_ info: UInt8, _ depth: Int) throws(CBOR.Failure) -> [JSON] {
        var values: [JSON] = []
        var left = info == 31 ? .max : try argument(info)
        while left > 0 {
            if info == 31, try isBreak() { break }
            values.append(try item(depth: depth - 1))
            left -= 1
        }
        return values
    }

    private mutating func map(_ info: UInt8, _ depth: Int) throws(CBOR.Failure) -> JSON.Object {
        var object = JSON.Object()
        var left = info == 31 ? .max : try argument(info)
        while left > 0 {
            if info == 31, try isBreak() { break }
            guard case .string(let key) = try item(depth: depth - 1) else { throw .malformed }
            object[key] = try item(depth: depth - 1)
            left -= 1
        }
        return object
    }

    /// Whether the end of an item of unknown length stands here; then it is behind us.
    private mutating func isBreak() throws(CBOR.Failure) -> Bool {
        guard index < bytes.count else { throw .malformed }
        guard bytes[index] == 0xFF else { return false }
        index += 1
        return true
    }

    private mutating func simple(_ info: UInt8) throws(CBOR.Failure) -> JSON {
        switch info {
        case 20: return false
        case 21: return true
        case 22, 23: return .null
        case 25: return .number("\(Double(Float16(bitPattern: UInt16(try number(2)))))")
        case 26: return .number("\(Double(Float(bitPattern: UInt32(try number(4)))))")
        case 27: return .number("\(Double(bitPattern: try number(8)))")
        default: throw .malformed
        }
    }
}

extension UInt64 {
    /// One more, as text: the greatest has no room for it.
    fileprivate var addingOne: String { self == .max ? "18446744073709551616" : String(self + 1) }
}

/// Writes CBOR item by item. The caller sees to it that lists and maps get as many as they announce.
package struct CBORWriter {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package mutating func null() { bytes.append(0xF6) }

    package mutating func boolean(_ flag: Bool) { bytes.append(flag ? 0xF5 : 0xF4) }

    package mutating func text(_ text: String) {
        head(3, UInt64(text.utf8.count))
        bytes += text.utf8
    }

    package mutating func integer(_ number: Int) {
        if number >= 0 { head(0, UInt64(number)) } else { head(1, UInt64(-1 - number)) }
    }

    package mutating func double(_ number: Double) {
        bytes.append(0xFB)
        bigEndian(number.bitPattern, 8)
    }

    /// Seconds since 1970.
    package mutating func timestamp(_ seconds: Double) {
        head(6, 1)
        double(seconds)
    }

    package mutating func array(_ count: Int) { head(4, UInt64(count)) }

    package mutating func map(_ count: Int) { head(5, UInt64(count)) }

    private mutating func head(_ major: UInt8, _ argument: UInt64) {
        switch argument {
        case 0..<24: bytes.append(major << 5 | UInt8(argument))
        case 24..<256: start(major, 24, argument, 1)
        case 256..<65_536: start(major, 25, argument, 2)
        case 65_536..<4_294_967_296: start(major, 26, argument, 4)
        default: start(major, 27, argument, 8)
        }
    }

    private mutating func start(_ major: UInt8, _ info: UInt8, _ argument: UInt64, _ count: Int) {
        bytes.append(major << 5 | info)
        bigEndian(argument, count)
    }

    private mutating func bigEndian(_ number: UInt64, _ count: Int) {
        for position in (0..<count).reversed() { bytes.append(UInt8(truncatingIfNeeded: number >> (position * 8))) }
    }
}
