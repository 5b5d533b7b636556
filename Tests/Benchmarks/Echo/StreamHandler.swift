import LambdaRuntime

/// Streams as many bytes as the event says behind `bytes`, as a member (`{"bytes":100}`) or in a query (`?bytes=100`).
struct StreamHandler: StreamingLambdaHandler {
    private static let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 64 << 10)

    mutating func handle(
        _ event: [UInt8],
        responseWriter: some LambdaResponseStreamWriter,
        context: LambdaContext
    ) async throws {
        let text = String(decoding: event, as: UTF8.self)
        if text.contains("requestContext") {
            let head = StreamingLambdaStatusAndHeadersResponse(statusCode: 200, headers: ["Content-Type": "text/plain"])
            try await responseWriter.writeStatusAndHeaders(head)
        }
        var left = Self.bytes(text)
        while left > 0 {
            try await responseWriter.write(Array(Self.piece.prefix(left)))
            left -= Self.piece.count
        }
        try await responseWriter.finish()
    }

    private static func bytes(_ text: String) -> Int {
        guard let name = text.firstRange(of: "bytes") else { return 0 }
        let digits = text[name.upperBound...].drop { "\"=: ".contains($0) }.prefix { $0.isASCII && $0.isNumber }
        return Int(digits) ?? 0
    }
}
