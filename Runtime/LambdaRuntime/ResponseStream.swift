import CurlHTTP

/// A response that goes out piece by piece.
final class ResponseStream {
    private let upload: CurlUpload

    init(upload: CurlUpload) { self.upload = upload }

    func send(_ bytes: [UInt8]) throws(LambdaRuntimeError) {
        throw LambdaRuntimeError(code: .refused, message: "streaming is not implemented yet")
    }

    func finish(_ error: ErrorReport? = nil) throws(LambdaRuntimeError) {
        throw LambdaRuntimeError(code: .refused, message: "streaming is not implemented yet")
    }
}

extension RuntimeAPI {
    func stream(_ requestID: String, isHTTP: Bool) throws(LambdaRuntimeError) -> ResponseStream {
        throw LambdaRuntimeError(code: .refused, message: "streaming is not implemented yet")
    }
}
