/// Events one behind the other, as a row of the store holds them: eight bytes of timestamp and four of length before each
/// message, the lowest byte first.
enum EventChunk {
    /// Messages of this many bytes or more fill a chunk: a page of a few events need not read megabytes.
    static let size = 256 * 1_024

    /// The events in chunks, in their order.
    static func split(_ events: [LogEvent]) -> [ArraySlice<LogEvent>] {
        var chunks: [ArraySlice<LogEvent>] = []
        var (start, bytes) = (0, 0)
        for (index, event) in events.enumerated() {
            bytes += event.message.count
            guard bytes >= size else { continue }
            chunks.append(events[start...index])
            (start, bytes) = (index + 1, 0)
        }
        if start < events.count { chunks.append(events[start...]) }
        return chunks
    }

    static func bytes(_ events: ArraySlice<LogEvent>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(events.reduce(0) { $0 + $1.message.count + 12 })
        for event in events {
            withUnsafeBytes(of: event.timestamp.littleEndian) { bytes.append(contentsOf: $0) }
            withUnsafeBytes(of: UInt32(clamping: event.message.count).littleEndian) { bytes.append(contentsOf: $0) }
            bytes += event.message
        }
        return bytes
    }

    /// Ends where the bytes are not what `bytes` writes.
    static func events(_ bytes: UnsafeRawBufferPointer) -> [LogEvent] {
        var events: [LogEvent] = []
        var offset = 0
        while offset + 12 <= bytes.count {
            let timestamp = Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int64.self))
            let length = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt32.self)))
            guard offset + 12 + length <= bytes.count else { break }
            events.append(LogEvent(timestamp: timestamp, message: Array(bytes[(offset + 12)..<(offset + 12 + length)])))
            offset += 12 + length
        }
        return events
    }
}
