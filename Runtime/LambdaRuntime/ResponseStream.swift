import CurlHTTP
import FoundationEssentials

/// A response that goes out piece by piece.
/// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html#runtimes-custom-response-streaming
final class ResponseStream {
    private let upload: CurlUpload
    private let url: String

    /// `isHTTP` announces a prelude: JSON with status and headers, eight zero bytes, and then the body.
    init(_ url: String, isHTTP: Bool) throws(LambdaRuntimeError) {
        self.url = url
        let headers = CurlHeaderList([
            (
                "Content-Type",
                isHTTP ? "application/vnd.awslambda.http-integration-response" : "application/octet-stream"
            ),
            ("Lambda-Runtime-Function-Response-Mode", "streaming"),
            ("Transfer-Encoding", "chunked"),
            ("Trailer", "\(Self.errorType), \(Self.errorBody)"),
        ])
        upload = try Self.rethrow { () throws(CurlError) in try CurlUpload(url, headers: headers) }
    }

    private static let errorType = "Lambda-Runtime-Function-Error-Type"
    private static let errorBody = "Lambda-Runtime-Function-Error-Body"

    func send(_ bytes: [UInt8]) throws(LambdaRuntimeError) {
        try Self.rethrow { () throws(CurlError) in try upload.send(bytes) }
    }

    /// Ends the response, as a broken one if there is an error.
    func finish(_ error: ErrorReport? = nil) throws(LambdaRuntimeError) {
        let trailers = error.map { error in
            [(Self.errorType, error.headerType), (Self.errorBody, Data(error.body).base64EncodedString())]
        }
        let response = try Self.rethrow { () throws(CurlError) in
            try upload.finish(trailers: trailers ?? [])
        }
        guard response.status == 202 else { throw LambdaRuntimeError(refused: url, response) }
    }

    private static func rethrow<Value>(_ body: () throws(CurlError) -> Value) throws(LambdaRuntimeError) -> Value {
        do {
            return try body()
        } catch {
            throw LambdaRuntimeError(code: .connectionLost, message: "the response was cut off: \(error)")
        }
    }
}

extension RuntimeAPI {
    func stream(_ requestID: String, isHTTP: Bool) throws(LambdaRuntimeError) -> ResponseStream {
        try ResponseStream("\(origin)\(Self.responsePath(requestID))", isHTTP: isHTTP)
    }
}
