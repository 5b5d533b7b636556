import FoundationEssentials
import ServiceKit
import Time
import Wire

/// A place in a shard, good for 15 minutes. Clients see a stream's ARN and behind it what means nothing to them.
struct ShardIterator: Sendable, Hashable {
    static let lifetime = Duration.seconds(15 * 60)

    var streamARN: String
    /// The index of the shard in its stream.
    var shard: Int
    /// The sequence number of the next record, or less.
    var position: Int
    var issued: Timestamp

    init(streamARN: String, shard: Int, position: Int, issued: Timestamp) {
        self.streamARN = streamARN
        self.shard = shard
        self.position = position
        self.issued = issued
    }

    func isExpired(at now: Timestamp) -> Bool { now - issued > Self.lifetime }

    var text: String {
        var bytes: [UInt8] = []
        for number in [shard, position, Int(issued.nanosecondsSinceEpoch)] {
            withUnsafeBytes(of: Int64(number).bigEndian) { bytes += $0 }
        }
        withUnsafeBytes(of: checksum(bytes).bigEndian) { bytes += $0 }
        return "\(streamARN)|1|\(Data(bytes).base64EncodedString())"
    }

    /// Refuses what has not been made by `text`.
    init(_ text: String) throws(AWSError) {
        let parts = text.split(separator: "|", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[1] == "1", let data = Data(base64Encoded: String(parts[2])), data.count == 28
        else {
            throw .invalidShardIterator
        }
        let bytes = Array(data)
        func number(_ range: Range<Int>) -> Int { bytes[range].reduce(0) { $0 << 8 | Int($1) } }
        self.init(
            streamARN: String(parts[0]),
            shard: number(0..<8),
            position: number(8..<16),
            issued: Timestamp(nanosecondsSinceEpoch: Int64(number(16..<24)))
        )
        guard number(24..<28) == Int(checksum(Array(bytes[..<24]))), StreamShard.allIndexes.contains(shard),
            StreamShard.allNumbers.contains(position), issued.nanosecondsSinceEpoch >= 0
        else { throw .invalidShardIterator }
    }

    /// Of the numbers and the ARN.
    private func checksum(_ bytes: [UInt8]) -> UInt32 { CRC32.checksum(Array(streamARN.utf8) + bytes) }
}
