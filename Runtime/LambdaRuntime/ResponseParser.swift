import CurlHTTP

/// Makes responses out of the bytes that a connection brings, in whatever pieces they come.
struct ResponseParser {
    private enum Part {
        case head
        case body(ResponseHead)
        case chunks(ResponseHead, ChunkedBody)
    }

    /// What has come and is not used up. New bytes are appended here.
    var received: [UInt8] = []
    private var part = Part.head
    /// Whether the connection may be used behind the last response.
    private(set) var isKeptAlive = true

    /// Nothing has come of the next response.
    var isEmpty: Bool {
        if case .head = part { received.isEmpty } else { false }
    }

    /// The next response, once it is whole. Interim ones (100 to 199) are passed over.
    mutating func next() throws(MalformedResponse) -> CurlResponse? {
        while true {
            switch part {
            case .head:
                guard let head = try takeHead() else { return nil }
                if 100..<200 ~= head.status { continue }
                isKeptAlive = head.isKeptAlive
                part = head.framing == .chunked ? .chunks(head, ChunkedBody()) : .body(head)
            case .body(let head):
                guard case .length(let length) = head.framing, received.count >= length else { return nil }
                return take(length, head)
            case .chunks(let head, var body):
                var position = 0
                part = .head
                let isWhole = try received.read { bytes throws(MalformedResponse) in
                    try body.read(bytes, from: &position)
                }
                drop(position)
                guard isWhole else {
                    part = .chunks(head, body)
                    return nil
                }
                return CurlResponse(status: head.status, headers: head.headers, body: body.bytes)
            }
        }
    }

    /// What the end of the connection makes whole. Nothing, when it ended between responses.
    mutating func end() throws(MalformedResponse) -> CurlResponse? {
        if isEmpty { return nil }
        guard case .body(let head) = part, head.framing == .untilClose else { throw .cutOff }
        return take(received.count, head)
    }

    private mutating func takeHead() throws(MalformedResponse) -> ResponseHead? {
        var end = 0
        let head = try received.read { bytes throws(MalformedResponse) -> ResponseHead? in
            guard let found = ResponseHead.end(in: bytes) else { return nil }
            end = found
            return try ResponseHead(UnsafeRawBufferPointer(rebasing: bytes[..<found]))
        }
        if head == nil ? received.count > ResponseHead.limit : end > ResponseHead.limit { throw .headTooLong }
        drop(end)
        return head
    }

    /// The response whose body the first `length` bytes are.
    private mutating func take(_ length: Int, _ head: ResponseHead) -> CurlResponse {
        part = .head
        let body = Array(received[..<length])
        drop(length)
        return CurlResponse(status: head.status, headers: head.headers, body: body)
    }

    /// Room is kept for the next response, but not what a large one needed.
    private mutating func drop(_ count: Int) {
        if count == received.count && count <= ResponseHead.limit {
            received.removeAll(keepingCapacity: true)
        } else if count == received.count {
            received = []
        } else {
            received.removeFirst(count)
        }
    }
}

extension [UInt8] {
    /// `withUnsafeBytes` that says what it throws.
    fileprivate func read<Value>(
        _ body: (UnsafeRawBufferPointer) throws(MalformedResponse) -> Value
    ) throws(MalformedResponse) -> Value {
        try withUnsafeBytes { bytes in
            Result { () throws(MalformedResponse) in try body(bytes) }
        }.get()
    }
}
