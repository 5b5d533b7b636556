import ServiceKit
import Storage
import Wire

/// Tells of an object what `GetObject` tells, without the object.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
struct HeadObject: ReadAction {
    static let route = Route("HEAD", .object)

    let call: Call

    init(_ call: Call) { self.call = call }

    func read(_ service: S3, _ connection: Connection) throws -> Reply {
        var view = try ObjectView(call, service, connection)
        if view.reply.status != 304 { view.reply.contentLength = view.range.count }
        return view.reply
    }
}
