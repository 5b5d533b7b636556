import FoundationEssentials
import ServiceKit

/// What a receiver is given of a message, to delete it by or to change how long it stays unseen. Another one for each
/// time that it is received.
struct ReceiptHandle: Hashable, Sendable {
    let space: Int
    let message: Int64
    /// The how-manieth time of receiving it was.
    let count: Int

    init(space: Int, message: Int64, count: Int) {
        self.space = space
        self.message = message
        self.count = count
    }

    private static let prefix: [UInt8] = [0x01, 0x04, 0x01]

    var text: String {
        var bytes = Self.prefix
        for number in [Int64(space), message, Int64(count)] { bytes.append(number) }
        bytes.append(Int64(CRC32.checksum(bytes)))
        return Data(bytes).base64EncodedString()
    }

    /// `nil` for what no queue has given out.
    init?(_ text: String) {
        guard let data = Data(base64Encoded: text), data.count == Self.prefix.count + 32 else { return nil }
        let bytes = Array(data)
        let numbers = (0..<4).map { index in
            bytes[(Self.prefix.count + 8 * index)...].prefix(8).reduce(Int64(0)) { $0 << 8 | Int64($1) }
        }
        guard bytes.starts(with: Self.prefix), Int64(CRC32.checksum(Array(bytes.dropLast(8)))) == numbers[3],
            let space = Int(exactly: numbers[0]), let count = Int(exactly: numbers[2])
        else { return nil }
        self.init(space: space, message: numbers[1], count: count)
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ number: Int64) {
        for shift in stride(from: 56, through: 0, by: -8) { append(UInt8(truncatingIfNeeded: number >> Int64(shift))) }
    }
}
