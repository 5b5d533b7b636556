import CurlHTTP
import FoundationEssentials

/// A response that goes out piece by piece, in chunks, with trailers when it broke.
///
/// `send` returns when the connection has taken the piece, so that a slow receiver slows the sender.
/// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html#runtimes-custom-response-streaming
final class ResponseStream {
    private let connection: RuntimeConnection
    private let path: String
    private var chunk: [UInt8] = []

    private static let errorType = "Lambda-Runtime-Function-Error-Type"
    private static let errorBody = "Lambda-Runtime-Function-Error-Body"

    /// `isHTTP` announces a prelude: JSON with status and headers, eight zero bytes, and then the body.
    static func headers(isHTTP: Bool) -> [(name: String, value: String)] {
        [
            (
                "Content-Type",
                isHTTP ? "application/vnd.awslambda.http-integration-response" : "application/octet-stream"
            ),
            ("Lambda-Runtime-Function-Response-Mode", "streaming"),
            ("Transfer-Encoding", "chunked"),
            ("Trailer", "\(errorType), \(errorBody)"),
        ]
    }

    /// The request's head is on its way.
    init(_ connection: RuntimeConnection, path: String) {
        self.connection = connection
        self.path = path
    }

    func send(_ bytes: [UInt8]) throws(LambdaRuntimeError) {
        // An empty chunk would be the last.
        if bytes.isEmpty { return }
        chunk.removeAll(keepingCapacity: true)
        chunk += "\(String(bytes.count, radix: 16))\r\n".utf8
        chunk += bytes
        chunk += "\r\n".utf8
        try connection.resume(chunk)
    }

    /// Ends the response, as a broken one if there is an error.
    func finish(_ error: ErrorReport? = nil) throws(LambdaRuntimeError) {
        var end = "0\r\n"
        if let error {
            end += "\(Self.errorType): \(error.headerType)\r\n"
            end += "\(Self.errorBody): \(Data(error.body).base64EncodedString())\r\n"
        }
        try connection.resume(Array("\(end)\r\n".utf8))
        let response = try connection.finish()
        guard response.status == 202 else { throw LambdaRuntimeError(refused: path, response) }
    }
}
