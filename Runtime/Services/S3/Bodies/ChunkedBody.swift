import Wire

/// Takes a body of `Content-Encoding: aws-chunked` apart: chunks with their sizes and, where they are signed, signatures,
/// which are not verified; then trailers.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
struct ChunkedBody: Sendable {
    private enum State: Sendable, Equatable {
        case size, data(Int), dataEnd, trailer, done
    }

    /// A size with a signature, or a trailer, is no longer than this.
    private static let lineLimit = 8_192

    private var state = State.size
    private var line: [UInt8] = []
    private(set) var trailers: HTTPHeaders = [:]

    /// Whether the last chunk has come.
    var isComplete: Bool { state == .done || state == .trailer }

    /// What of these bytes belongs to the object.
    mutating func take(_ bytes: [UInt8]) throws(AWSError) -> [UInt8] {
        var payload: [UInt8] = []
        payload.reserveCapacity(bytes.count)
        var rest = bytes[...]
        while !rest.isEmpty {
            if case .data(let left) = state {
                let piece = rest.prefix(left)
                payload += piece
                rest = rest.dropFirst(piece.count)
                state = piece.count == left ? .dataEnd : .data(left - piece.count)
            } else if state == .done {
                return payload
            } else {
                try takeLine(&rest)
            }
        }
        return payload
    }

    private mutating func takeLine(_ rest: inout ArraySlice<UInt8>) throws(AWSError) {
        let piece = rest.prefix { $0 != 0x0A }
        line += piece
        guard line.count <= Self.lineLimit else { throw .incompleteBody }
        rest = rest[piece.endIndex...]
        guard rest.popFirst() != nil else { return }
        if line.last == 0x0D { line.removeLast() }
        let text = String(decoding: line, as: UTF8.self)
        line = []
        try take(line: text)
    }

    private mutating func take(line: String) throws(AWSError) {
        switch state {
        case .size:
            guard let size = Int(line.prefix { $0 != ";" }, radix: 16), size >= 0 else { throw .incompleteBody }
            state = size == 0 ? .trailer : .data(size)
        case .dataEnd:
            guard line.isEmpty else { throw .incompleteBody }
            state = .size
        case .trailer:
            if line.isEmpty {
                state = .done
            } else if let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) {
                let value = line[colon...].dropFirst().drop { $0 == " " }
                trailers.add(String(line[..<colon]), String(value))
            }
        case .data, .done: break
        }
    }
}
