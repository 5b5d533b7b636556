/// A request to a server outside.
package struct HTTPCall: Sendable {
    package var method: String
    package var url: String
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]
}

package struct HTTPCallAnswer: Sendable {
    package var status: Int
    package var body: [UInt8]

    package init(status: Int, body: [UInt8]) {
        self.status = status
        self.body = body
    }
}

/// Sends a request, and calls back once with what the server answers, or `nil` when it cannot be reached in time.
package typealias HTTPCaller = @Sendable (HTTPCall, @escaping @Sendable (HTTPCallAnswer?) -> Void) -> Void
