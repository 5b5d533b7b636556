/// One message of `application/vnd.amazon.eventstream`: string headers and a payload, with two checksums.
///
/// https://smithy.io/2.0/aws/amazon-eventstream.html
package struct EventStreamMessage: Sendable, Hashable {
    /// Names have up to 255 bytes, values up to 32,767.
    package var headers: [(name: String, value: String)]
    package var payload: [UInt8]

    /// An event of this type.
    package init(event: String, contentType: String, payload: [UInt8]) {
        headers = [
            (":event-type", event), (":content-type", contentType), (":message-type", "event"),
        ]
        self.payload = payload
    }

    package var bytes: [UInt8] {
        var fields: [UInt8] = []
        for (name, value) in headers {
            fields.append(UInt8(truncatingIfNeeded: name.utf8.count))
            fields += name.utf8
            // 7 is the type of a string.
            fields += [
                7, UInt8(truncatingIfNeeded: value.utf8.count >> 8), UInt8(truncatingIfNeeded: value.utf8.count),
            ]
            fields += value.utf8
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(16 + fields.count + payload.count)
        bytes.append(bigEndian: UInt32(truncatingIfNeeded: 16 + fields.count + payload.count))
        bytes.append(bigEndian: UInt32(truncatingIfNeeded: fields.count))
        bytes.append(bigEndian: CRC32.of(bytes))
        bytes += fields
        bytes += payload
        bytes.append(bigEndian: CRC32.of(bytes))
        return bytes
    }

    package static func == (lhs: Self, rhs: Self) -> Bool { lhs.bytes == rhs.bytes }

    package func hash(into hasher: inout Hasher) { hasher.combine(bytes) }
}

/// The checksum of Ethernet and zip, for what must not wait on a library: eight bytes at a time.
enum CRC32 {
    private static let tables: [[UInt32]] = {
        var tables = [[UInt32]](repeating: [UInt32](repeating: 0, count: 256), count: 8)
        for index in 0..<256 {
            tables[0][index] = (0..<8).reduce(UInt32(index)) { crc, _ in
                crc & 1 == 1 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1
            }
        }
        for index in 0..<256 {
            for table in 1..<8 {
                let last = tables[table - 1][index]
                tables[table][index] = (last >> 8) ^ tables[0][Int(last & 0xFF)]
            }
        }
        return tables
    }()

    private static let flat: [UInt32] = tables.flatMap { $0 }

    static func of(_ bytes: [UInt8]) -> UInt32 {
        bytes.withUnsafeBytes { bytes in flat.withUnsafeBufferPointer { of(bytes, $0) } }
    }

    private static func of(_ bytes: UnsafeRawBufferPointer, _ table: UnsafeBufferPointer<UInt32>) -> UInt32 {
        var crc = ~UInt32(0)
        var index = 0
        while index + 8 <= bytes.count {
            let low = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt32.self)) ^ crc
            let high = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: index + 4, as: UInt32.self))
            crc =
                table[1792 + Int(low & 0xFF)] ^ table[1536 + Int((low >> 8) & 0xFF)]
                ^ table[1280 + Int((low >> 16) & 0xFF)] ^ table[1024 + Int(low >> 24)]
            crc ^=
                table[768 + Int(high & 0xFF)] ^ table[512 + Int((high >> 8) & 0xFF)]
                ^ table[256 + Int((high >> 16) & 0xFF)] ^ table[Int(high >> 24)]
            index += 8
        }
        while index < bytes.count {
            crc = (crc >> 8) ^ table[Int((crc ^ UInt32(bytes[index])) & 0xFF)]
            index += 1
        }
        return ~crc
    }
}

extension [UInt8] {
    fileprivate mutating func append(bigEndian number: UInt32) {
        for shift in [24, 16, 8, 0] as [UInt32] { append(UInt8(truncatingIfNeeded: number >> shift)) }
    }
}
