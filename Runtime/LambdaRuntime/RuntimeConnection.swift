import CurlHTTP

/// Requests to the Runtime API, one after the other, over a connection that is kept and, when the server has closed it
/// meanwhile, made anew. Used by one thread at a time.
///
/// Nothing has a time limit but the making of a connection: the next event may be hours away.
final class RuntimeConnection {
    private let origin: String
    private var connection: CurlConnection?
    private var parser = ResponseParser()
    private var wasReached = false
    private var isPipelining = true

    /// `origin` is scheme, host and port: `http://127.0.0.1:9001`. Nothing is sent yet.
    init(to origin: String) { self.origin = origin }

    /// Sends `request`, head and body, and waits for the answer.
    func exchange(_ request: [UInt8]) throws(LambdaRuntimeError) -> CurlResponse {
        if let connection, let response = try attempt(request, on: connection) { return response }
        guard let response = try attempt(request, on: connect()) else { throw lost("it closed the connection") }
        return response
    }

    /// Sends two requests at once and waits for both answers: one journey instead of two. `requests` holds both, the
    /// first of `firstCount` bytes.
    ///
    /// Servers answer in order, one after the other (RFC 9112, 9.3.2), as AWS's Runtime API and its emulator do. What a
    /// server leaves unanswered because it closes is sent again, on a new connection. One that looks at the second
    /// request too early, as a proxy might, refuses it: that gets it once more, by itself, and no two at once any more.
    func exchange(
        _ requests: [UInt8],
        firstCount: Int
    ) throws(LambdaRuntimeError) -> (CurlResponse, CurlResponse) {
        let second = { [requests] in Array(requests[firstCount...]) }
        if isPipelining, let connection, let first = try attempt(requests, on: connection) {
            if let connection = self.connection, let answer = try receive(on: connection) {
                if answer.status != 403 { return (first, answer) }
                isPipelining = false
            }
            return (first, try exchange(second()))
        }
        return (try exchange(Array(requests[..<firstCount])), try exchange(second()))
    }

    /// Sends what begins a request. A connection that the server has closed since the last one is not used for it.
    func begin(_ request: [UInt8]) throws(LambdaRuntimeError) {
        if let connection, !connection.hasNews {
            try send(request, on: connection)
        } else {
            try send(request, on: connect())
        }
    }

    /// Sends more of the request that was begun.
    func resume(_ bytes: [UInt8]) throws(LambdaRuntimeError) {
        guard let connection else { throw lost("it closed the connection") }
        try send(bytes, on: connection)
    }

    /// Waits for the answer to the request that was begun.
    func finish() throws(LambdaRuntimeError) -> CurlResponse {
        guard let connection, let response = try receive(on: connection) else {
            throw lost("it closed the connection")
        }
        return response
    }

    private func send(_ bytes: [UInt8], on connection: CurlConnection) throws(LambdaRuntimeError) {
        do {
            try connection.send(bytes)
        } catch {
            self.connection = nil
            throw lost(error.reason)
        }
    }

    private func connect() throws(LambdaRuntimeError) -> CurlConnection {
        connection = nil
        parser = ResponseParser()
        do {
            let new = try CurlConnection(to: origin)
            connection = new
            return new
        } catch {
            if wasReached { throw lost(error.reason) }
            throw LambdaRuntimeError(code: .unreachable, message: "no Runtime API at \(origin): \(error)")
        }
    }

    /// `nil` when the server closed the connection before it answered anything.
    private func attempt(
        _ request: [UInt8],
        on connection: CurlConnection
    ) throws(LambdaRuntimeError) -> CurlResponse? {
        // What cannot be sent may have been answered before: 413 comes before all of a large body is read.
        _ = try? connection.sendUnlessAnswered(request)
        return try receive(on: connection)
    }

    private func receive(on connection: CurlConnection) throws(LambdaRuntimeError) -> CurlResponse? {
        do throws(MalformedResponse) {
            while true {
                if let response = try parser.next() { return keep(response) }
                let count = (try? connection.receive(into: &parser.received)) ?? 0
                if count > 0 { continue }
                self.connection = nil
                return try parser.end().map(keep)
            }
        } catch {
            self.connection = nil
            if error == .cutOff { throw lost(error.reason) }
            throw LambdaRuntimeError(code: .invalidAnswer, message: "the Runtime API's answer: \(error.reason)")
        }
    }

    private func keep(_ response: CurlResponse) -> CurlResponse {
        wasReached = true
        if !parser.isKeptAlive { connection = nil }
        return response
    }

    private func lost(_ reason: String) -> LambdaRuntimeError {
        LambdaRuntimeError(code: .connectionLost, message: "the Runtime API is gone: \(reason)")
    }
}
