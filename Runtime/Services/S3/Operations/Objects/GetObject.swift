import ServiceKit
import Storage
import Wire

/// Sends an object or a part of it, under conditions.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
struct GetObject: ReadAction {
    static let route = Route("GET", .object)

    /// A file may go between the look at its row and its opening, when the object is replaced.
    private static let attempts = 5

    let call: Call

    init(_ call: Call) { self.call = call }

    func read(_ service: S3, _ connection: Connection) throws -> Reply {
        for _ in 0..<Self.attempts {
            var (view, body) = try connection.snapshot {
                let view = try ObjectView(call, service, connection)
                return (view, try connection.body(of: view.row))
            }
            guard view.reply.status != 304 else { return view.reply }
            body = body.slice(view.range)
            if let content = BodyContent(body, service.bodies) {
                view.reply.content = content
                return view.reply
            }
        }
        throw AWSError("InternalError", 500, "The bytes of \(call.bucket)/\(call.key) are not there.")
    }
}
