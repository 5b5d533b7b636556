/// A body that comes in chunks, each behind its size.
struct ChunkedBody {
    private enum Part { case size, data(Int), dataEnd, trailers }

    private(set) var bytes: [UInt8] = []
    private var part = Part.size

    /// Takes what is there of `received`, from `position` on, which it moves. Returns whether the body is whole.
    mutating func read(
        _ received: UnsafeRawBufferPointer,
        from position: inout Int
    ) throws(MalformedResponse) -> Bool {
        while true {
            switch part {
            case .data(let left):
                let count = min(left, received.count - position)
                bytes.append(contentsOf: received[position..<(position + count)])
                position += count
                part = count == left ? .dataEnd : .data(left - count)
                if count < left { return false }
            case .size, .dataEnd, .trailers:
                guard let end = ResponseHead.lineEnd(received, from: position) else {
                    if received.count - position > ResponseHead.limit { throw .chunk }
                    return false
                }
                let line = received[position..<end]
                position = end + 2
                if try take(line) { return true }
            }
        }
    }

    /// Whether the line was the last one.
    private mutating func take(_ line: Slice<UnsafeRawBufferPointer>) throws(MalformedResponse) -> Bool {
        switch part {
        case .size:
            let digits = line[..<(line.firstIndex { $0 == UInt8(ascii: ";") || $0 == 0x20 } ?? line.endIndex)]
            guard let size = ResponseHead.number(digits, radix: 16) else { throw .chunk }
            part = size == 0 ? .trailers : .data(size)
        case .dataEnd:
            guard line.isEmpty else { throw .chunk }
            part = .size
        case .trailers: return line.isEmpty
        case .data: break
        }
        return false
    }
}
