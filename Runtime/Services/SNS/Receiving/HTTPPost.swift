import Wire

/// A message for an HTTP subscriber.
package struct HTTPNotification: Sendable {
    package var url: String
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]
}

/// Sends it, and calls back once with the status that the subscriber answers, or `nil` when it cannot be reached.
package typealias HTTPPost = @Sendable (HTTPNotification, @escaping @Sendable (_ status: Int?) -> Void) -> Void
