/// Zip archives for tests, wrong ones too.
package enum Zip {
    package struct Entry {
        package var name: String
        package var bytes: [UInt8]
        package var mode: Int
        package var method: Int
        package var size: Int
        package var checksum: UInt32

        /// Stored as it is, unless said otherwise.
        package init(
            _ name: String,
            _ bytes: [UInt8],
            mode: Int = 0o100644,
            method: Int = 0,
            size: Int? = nil,
            checksum: UInt32? = nil
        ) {
            self.name = name
            self.bytes = bytes
            self.mode = mode
            self.method = method
            self.size = size ?? bytes.count
            self.checksum = checksum ?? Zip.checksum(bytes)
        }

        /// What the local header and the table of contents have in common.
        fileprivate var common: [UInt8] {
            number(20, 2) + number(0, 2) + number(method, 2) + number(0, 4) + number(Int(checksum), 4)
                + number(bytes.count, 4) + number(size, 4) + number(name.utf8.count, 2) + number(0, 2)
        }
    }

    /// `isLarge`: with the records of 64 bits, as more than 65,535 entries need them.
    package static func archive(_ entries: [Entry], isLarge: Bool = false) -> [UInt8] {
        var (bytes, directory): ([UInt8], [UInt8]) = ([], [])
        for entry in entries {
            directory += [0x50, 0x4B, 1, 2] + number(0x031E, 2) + entry.common + number(0, 2) + number(0, 2)
            directory += number(0, 2) + number(entry.mode << 16, 4) + number(bytes.count, 4) + Array(entry.name.utf8)
            bytes += [0x50, 0x4B, 3, 4] + entry.common + Array(entry.name.utf8) + entry.bytes
        }
        guard isLarge else {
            let count = number(entries.count, 2)
            return bytes + directory + [0x50, 0x4B, 5, 6] + number(0, 4) + count + count + number(directory.count, 4)
                + number(bytes.count, 4) + number(0, 2)
        }
        let (count, end) = (number(entries.count, 8), bytes.count + directory.count)
        let record =
            [0x50, 0x4B, 6, 6] + number(44, 8) + number(45, 2) + number(45, 2) + number(0, 8) + count + count
            + number(directory.count, 8) + number(bytes.count, 8)
        let locator = [0x50, 0x4B, 6, 7] + number(0, 4) + number(end, 8) + number(1, 4)
        return bytes + directory + record + locator + [0x50, 0x4B, 5, 6] + number(0, 4)
            + [UInt8](repeating: 0xFF, count: 12) + number(0, 2)
    }

    /// CRC-32, bit by bit.
    package static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~0) { value, byte in
            (0..<8).reduce(value ^ UInt32(byte)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
        }
    }
}

private func number(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
}
