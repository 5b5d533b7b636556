/// Events one behind the other, as a row of the store holds them: eight bytes of timestamp and four of length before each
/// message, the lowest byte first.
struct EventChunk: Sendable {
    /// Messages of this many bytes or more fill a chunk: a page of a few events need not read megabytes.
    private static let size = 256 * 1_024
    private static let headSize = 12

    private(set) var bytes: [UInt8] = []
    private(set) var count = 0
    /// Timestamps of the first event and the last, milliseconds since 1970.
    private(set) var (first, last): (Int64, Int64) = (0, 0)

    var messageBytes: Int { bytes.count - count * Self.headSize }

    var isFull: Bool { messageBytes >= Self.size }

    mutating func append(_ message: [UInt8], at timestamp: Int64) {
        if count == 0 { first = timestamp }
        last = timestamp
        count += 1
        withUnsafeBytes(of: timestamp.littleEndian) { bytes.append(contentsOf: $0) }
        withUnsafeBytes(of: UInt32(clamping: message.count).littleEndian) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: message)
    }

    /// Hands on the timestamps and messages that `append` has written, and ends where the bytes are something else.
    static func forEach(_ bytes: UnsafeRawBufferPointer, _ body: (Int64, UnsafeRawBufferPointer) -> Void) {
        var offset = 0
        while offset + headSize <= bytes.count {
            let timestamp = Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int64.self))
            let length = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt32.self)))
            let start = offset + headSize
            guard start + length <= bytes.count else { return }
            body(timestamp, UnsafeRawBufferPointer(rebasing: bytes[start..<(start + length)]))
            offset = start + length
        }
    }

    static func events(_ bytes: UnsafeRawBufferPointer) -> [LogEvent] {
        var events: [LogEvent] = []
        forEach(bytes) { events.append(LogEvent(timestamp: $0, message: Array($1))) }
        return events
    }
}

/// Events of one stream in chunks, as they come in: a line costs no memory of its own.
struct EventChunks: Sendable {
    private(set) var chunks: [EventChunk] = []
    /// In the order of their timestamps.
    private(set) var areOrdered = true

    init(_ events: [LogEvent] = []) {
        for event in events { append(event.message, at: event.timestamp) }
    }

    mutating func append(_ message: [UInt8], at timestamp: Int64) {
        if let last = chunks.last, timestamp < last.last { areOrdered = false }
        if chunks.last?.isFull != false { chunks.append(EventChunk()) }
        chunks[chunks.count - 1].append(message, at: timestamp)
    }

    /// Lines of several threads come in almost in order.
    func ordered() -> Self {
        areOrdered ? self : Self(events.sorted { $0.timestamp < $1.timestamp })
    }

    var events: [LogEvent] { chunks.flatMap { $0.bytes.withUnsafeBytes(EventChunk.events) } }
}
