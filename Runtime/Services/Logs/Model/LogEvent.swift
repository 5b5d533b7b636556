/// One line of a log.
package struct LogEvent: Sendable, Hashable {
    /// Milliseconds since 1970.
    package var timestamp: Int64
    /// UTF-8.
    package var message: [UInt8]

    package init(timestamp: Int64, message: [UInt8]) {
        self.timestamp = timestamp
        self.message = message
    }

    var text: String { String(decoding: message, as: UTF8.self) }
}

/// An event as the store holds it.
struct StoredEvent: Sendable {
    var position: EventPosition
    /// The number of its stream.
    var stream: Int
    /// Milliseconds since 1970.
    var ingested: Int64
    var event: LogEvent
}

/// Where an event stands among all: by timestamp, then in the order in which they came in.
struct EventPosition: Sendable, Hashable, Comparable {
    /// Milliseconds since 1970.
    var timestamp: Int64
    var chunk: Int
    /// In its chunk.
    var index: Int

    private static let greatestIndex = 9_999_999_999_999

    static func < (lhs: Self, rhs: Self) -> Bool {
        (lhs.timestamp, lhs.chunk, lhs.index) < (rhs.timestamp, rhs.chunk, rhs.index)
    }

    /// The one right before: no event need stand there.
    var previous: Self {
        index > 0
            ? Self(timestamp: timestamp, chunk: chunk, index: index - 1)
            : Self(timestamp: timestamp, chunk: max(0, chunk - 1), index: Self.greatestIndex)
    }

    var next: Self { Self(timestamp: timestamp, chunk: chunk, index: min(index + 1, Self.greatestIndex)) }

    /// 56 digits, as AWS's event ids: their order is that of the events.
    var id: String { "3" + paddedDigits(timestamp, 21) + paddedDigits(chunk, 19) + paddedDigits(index, 15) }

    /// `nil` for what is no id.
    init?(id: some StringProtocol) {
        let digits = Array(id.utf8)
        guard digits.count == 56, digits[0] == UInt8(ascii: "3"), digits.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        let number = { (range: Range<Int>) in Int(String(decoding: digits[range], as: UTF8.self)) }
        guard let timestamp = number(1..<22), let chunk = number(22..<41), let index = number(41..<56) else {
            return nil
        }
        self.init(timestamp: Int64(timestamp), chunk: chunk, index: index)
    }

    init(timestamp: Int64, chunk: Int, index: Int) {
        self.timestamp = timestamp
        self.chunk = chunk
        self.index = index
    }
}
