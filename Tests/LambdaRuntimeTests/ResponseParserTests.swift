import CurlHTTP
import Testing

@testable import LambdaRuntime

@Suite struct ResponseParserTests {
    private struct Read {
        var responses: [CurlResponse] = []
        var isKeptAlive = true
        var texts: [String] { responses.map { String(decoding: $0.body, as: UTF8.self) } }
    }

    /// What a connection gives that brings `text`, `piece` bytes at a time, and then ends.
    private func read(_ text: String, piece: Int = .max) throws(MalformedResponse) -> Read {
        var parser = ResponseParser()
        var read = Read()
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            parser.received += rest.prefix(piece)
            rest = rest.dropFirst(piece)
            while let response = try parser.next() { read.responses.append(response) }
        }
        if let last = try parser.end() { read.responses.append(last) }
        read.isKeptAlive = parser.isKeptAlive
        return read
    }

    @Test(arguments: [1, 2, 7, 1000])
    func anyPiecesMakeTheSameResponses(_ piece: Int) throws {
        let text =
            "HTTP/1.1 200 OK\r\nLambda-Runtime-X: \t a b \r\nCONTENT-length: 5\r\nEmpty:\r\n\r\nfirst"
            + "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 202 \r\ntransfer-Encoding: Chunked\r\n\r\n"
            + "3;x=y\r\nsec\r\n0003 \r\nond\r\n0\r\nTrailer: 1\r\n\r\n"
            + "HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 500\r\nConnection: Close\r\n\r\nuntil the end"
        let read = try read(text, piece: piece)
        #expect(read.texts == ["first", "second", "", "until the end"])
        #expect(read.responses.map(\.status) == [200, 202, 204, 500])
        let headers = read.responses[0].headers
        #expect(headers["lambda-runtime-x"] == "a b" && headers["empty"] == "" && headers["runtime-x"] == nil)
        #expect(!read.isKeptAlive)
    }

    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", true),
        ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", false),
        ("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", false),
        ("HTTP/1.0 200 OK\r\nContent-Length: 0\r\nConnection: Keep-Alive\r\n\r\n", true),
        ("HTTP/1.1 200 OK\r\n\r\n", false),
    ])
    func whetherTheConnectionStays(_ text: String, _ isKeptAlive: Bool) throws {
        let read = try read(text)
        #expect(read.texts == [""] && read.isKeptAlive == isKeptAlive)
    }

    @Test(arguments: [
        ("HTTP/2 200 OK\r\n\r\n", MalformedResponse.head), ("SSH-2.0-OpenSSH_9.2p1\r\n\r\n", .head),
        ("HTTP/1.1 2x0 OK\r\n\r\n", .head), ("HTTP/1.1 200OK\r\n\r\n", .head), ("\r\n\r\n", .head),
        ("HTTP/1.1 200 OK\r\nno colon\r\n\r\n", .head), ("HTTP/1.1 200 OK\r\n: no name\r\n\r\n", .head),
        ("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", .length),
        ("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", .length),
        ("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n", .length),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", .length),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\na", .length),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n", .chunk),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n", .chunk),
        ("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab", .cutOff),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab", .cutOff),
        ("HTTP/1.1 200 OK\r\nContent-Le", .cutOff),
        ("HTTP/1.1 200 OK\r\nX: " + String(repeating: "x", count: ResponseHead.limit), .headTooLong),
    ])
    func whatIsNoResponse(_ text: String, _ problem: MalformedResponse) {
        #expect(throws: problem) { try read(text) }
    }

    @Test func aLargeBodyKeepsNoRoom() throws {
        var parser = ResponseParser()
        parser.received = Array("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n".utf8)
        parser.received += [UInt8](repeating: 7, count: 1_000_000)
        #expect(try parser.next()?.body.count == 1_000_000)
        #expect(parser.isEmpty && parser.received.capacity < 100_000)
    }
}
