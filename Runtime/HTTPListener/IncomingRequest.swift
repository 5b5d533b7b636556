import NIOCore
import Wire

/// A request whose body is still arriving.
struct IncomingRequest {
    var request: HTTPRequest
    var shape: HTTPResponseShape
    var limit: Int
    /// It asks for another protocol.
    var mayChangeProtocol: Bool
    /// Takes the body as it comes.
    var receiver: (any HTTPBodyReceiver)?
    private(set) var isTooLarge = false
    /// Bytes of the body so far.
    private(set) var received = 0

    /// Past the limit the body is read and dropped, so that the client gets to read the answer. Returns who is to receive
    /// the bytes, where they are not to be kept.
    mutating func append(_ bytes: ByteBuffer) -> (any HTTPBodyReceiver)? {
        received += bytes.readableBytes
        if receiver != nil || isTooLarge { return receiver }
        if request.body.count + bytes.readableBytes > limit {
            isTooLarge = true
            request.body = []
        } else {
            bytes.withUnsafeReadableBytes { request.body.append(contentsOf: $0) }
        }
        return nil
    }
}
