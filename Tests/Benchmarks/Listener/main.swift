// The limit: what the listener alone does, with nothing behind it. Prints its address and serves until its standard
// input ends.
import HTTPListener
import Time
import Wire

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

struct Constant: HTTPHandler {
    let response = HTTPResponse(json: #"{"status":"OK"}"#)

    func handle(_ request: HTTPRequest, respond: @escaping HTTPResponder) { respond(response) }
}

let time = SystemTime()
let loop = EventLoopThread()
let listener = try await HTTPListener.bind(on: loop, host: "127.0.0.1", port: 0, time: time, handler: Constant())
print("http://\(listener.host):\(listener.port)")
fflush(nil)
while readLine() != nil {}
