/// What a listener puts up with.
package struct ListenerLimits: Sendable, Hashable {
    /// By when a request's head must be there, from its first bytes on; then the client gets 408.
    package var headTime: Duration?
    /// How long a body may come in more slowly than `bodyRate`; then the client gets 408.
    package var bodyTime: Duration?
    /// In bytes a second.
    package var bodyRate = 500
    /// Bytes of one header field, or of the request's target. Beyond this and the next two, the client gets 431.
    package var fieldBytes = 80 << 10
    /// Bytes of all names and values of header fields, trailers included.
    package var headerBytes = 256 << 10
    package var headerFields = 256
    /// Whether a body that is too long is read to its end before the answer goes out, and the connection stays.
    package var readsTooLongBodies = false

    /// For clients of any kind.
    package init(headTime: Duration? = .seconds(20), bodyTime: Duration? = .seconds(20)) {
        self.headTime = headTime
        self.bodyTime = bodyTime
    }

    /// For processes that Hearth itself has started. They may stand still for as long as they are frozen, and send what an
    /// error has to tell in one trailer.
    package static let ownProcesses = {
        var limits = ListenerLimits(headTime: nil, bodyTime: nil)
        limits.fieldBytes = 2 << 20
        limits.headerBytes = 4 << 20
        limits.readsTooLongBodies = true
        return limits
    }()
}
