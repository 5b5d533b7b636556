import JSON
import Time
import Wire

/// Four hours of a stream: AWS closes a shard after about that time and goes on in a child of it. A table has one open
/// shard here, where AWS has one for each partition of the table.
///
/// When shards begin follows from when the stream did. So nothing is stored of them.
struct StreamShard: Sendable {
    static let span = Duration.seconds(4 * 3600)

    let index: Int
    private let stream: Stream

    init(_ index: Int, of stream: Stream) {
        self.index = index
        self.stream = stream
    }

    /// `shardId-`, the millisecond in which it begins, and eight digits.
    var id: String { Self.id(begin, stream) }

    /// The shard before, even when that one is gone.
    var parentID: String? { index == 0 ? nil : Self.id(begin - Self.span, stream) }

    var begin: Timestamp { stream.created + Self.span * index }

    /// Sequence numbers of this shard. The first one stands before all records.
    var numbers: Range<Int> { (index + 1) << Self.numberBits..<(index + 2) << Self.numberBits }

    /// When the shard takes no more records; `nil` for one that is open.
    func end(at now: Timestamp) -> Timestamp? {
        let end = min(begin + Self.span, stream.ended ?? .distantFuture)
        return end <= now ? end : nil
    }

    private static let numberBits = 40
    /// As many as there will be in a thousand years.
    static let allIndexes = 0..<1 << 22
    static let allNumbers = 0..<allIndexes.upperBound << numberBits

    private static func id(_ begin: Timestamp, _ stream: Stream) -> String {
        let hash = stream.arn.description.utf8.reduce(0x811C_9DC5) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
        return "shardId-\(padded(String(begin.millisecondsSinceEpoch), 20))-\(padded(String(hash, radix: 16), 8))"
    }
}

extension Stream {
    /// The shard that takes, or took, the record of a change at `instant`.
    func shard(at instant: Timestamp) -> StreamShard {
        let index = (min(instant, ended ?? instant) - created).nanoseconds / StreamShard.span.nanoseconds
        return StreamShard(max(0, Int(index)), of: self)
    }

    /// Those that may hold records which are not too old, the oldest first.
    func shards(at now: Timestamp) -> [StreamShard] {
        (shard(at: now - Self.retention).index...shard(at: now).index).map { StreamShard($0, of: self) }
    }
}

/// Sequence numbers as clients see them: 21 digits, whose order is the order of the changes.
enum SequenceNumber {
    static func text(_ number: Int) -> String { "1" + padded(String(number), 20) }

    /// `nil` for what cannot be the number of a record here.
    static func number(_ text: String) -> Int? {
        guard text.utf8.count == 21, text.utf8.first == UInt8(ascii: "1") else { return nil }
        return Int(text.dropFirst()).flatMap { StreamShard.allNumbers.contains($0) ? $0 : nil }
    }
}

extension Timestamp {
    fileprivate static let distantFuture = Timestamp(nanosecondsSinceEpoch: .max)
}

private func padded(_ text: String, _ width: Int) -> String {
    String(repeating: "0", count: max(0, width - text.utf8.count)) + text
}
