import FoundationEssentials
import HTTPListener
import Testing
import Time
import Wire

/// Clients that are there and say nothing: a hundred, or as many as `HEARTH_IDLE_CONNECTIONS` says and this machine lets
/// the test open. Not more by default: with some 1,300 open files in this process, Foundation's `Process` may crash in the
/// tests beside it (it copies the last entry of `/proc/self/fd` past the end of its buffer).
@Suite struct IdleConnectionsTests {
    private struct OKHandler: HTTPHandler {
        func handle(_ request: HTTPRequest, respond: @escaping HTTPResponder) { respond(HTTPResponse(status: 204)) }
    }

    private final class RawClientBox {
        let client: RawClient

        init(_ port: Int) throws { client = try RawClient(port) }
    }

    @Test func othersAreServed() async throws {
        // Both ends of each connection are in this process.
        let wanted = ProcessInfo.processInfo.environment["HEARTH_IDLE_CONNECTIONS"].flatMap { Int($0) } ?? 100
        let count = min(wanted, (OpenFileLimit.raise() - 200) / 2)
        let loop = EventLoopThread()
        let listener = try await HTTPListener.bind(
            on: loop,
            host: "127.0.0.1",
            port: 0,
            time: ManualTime(),
            handler: OKHandler()
        )
        var clients: [RawClientBox] = []
        for _ in 0..<count { clients.append(try RawClientBox(listener.port)) }
        let other = try RawClient(listener.port)
        other.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(other.receive(until: "\r\n\r\n").hasPrefix("HTTP/1.1 204"))
        // One of them wakes up.
        clients[count / 2].client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(clients[count / 2].client.receive(until: "\r\n\r\n").hasPrefix("HTTP/1.1 204"))
        clients = []
        listener.abort()
        await loop.shutdown()
    }
}
