import JSON

/// Status and headers of a streamed response to an HTTP front end.
public struct StreamingLambdaStatusAndHeadersResponse: Codable, Sendable, Hashable {
    public let statusCode: Int
    public let headers: [String: String]?
    public let multiValueHeaders: [String: [String]]?
    /// Each one the value of a `Set-Cookie` header.
    public let cookies: [String]?

    public init(
        statusCode: Int,
        headers: [String: String]? = nil,
        multiValueHeaders: [String: [String]]? = nil,
        cookies: [String]? = nil
    ) {
        self.statusCode = statusCode
        self.headers = headers
        self.multiValueHeaders = multiValueHeaders
        self.cookies = cookies
    }
}

extension LambdaResponseStreamWriter {
    /// Sends status and headers. To be called before anything is written.
    public func writeStatusAndHeaders(_ response: StreamingLambdaStatusAndHeadersResponse) async throws {
        let prelude = try JSONCoder.encode(response)
        try await write(prelude + [UInt8](repeating: 0, count: 8), hasCustomHeaders: true)
    }
}
