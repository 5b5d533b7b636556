import Testing

@testable import RedisClient

@Suite struct RESPParserTests {
    /// All values of a text that comes in pieces of `size` bytes.
    private func values(of text: String, inPiecesOf size: Int) throws -> [RedisValue] {
        var parser = RESPParser()
        var values: [RedisValue] = []
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: size) {
            parser.append(bytes[start..<min(start + size, bytes.count)])
            while let value = try parser.next() { values.append(value) }
        }
        #expect(parser.isEmpty)
        return values
    }

    @Test func everyKindOfValueHoweverItIsCut() throws {
        let text =
            "+OK\r\n-WRONGTYPE of key\r\n:-7\r\n:9223372036854775807\r\n$5\r\na\r\nbc\r\n$0\r\n\r\n$-1\r\n*-1\r\n*0\r\n"
            + "*3\r\n*2\r\n:1\r\n*0\r\n$-1\r\n*1\r\n*1\r\n+deep\r\n+\r\n"
        let expected: [RedisValue] = [
            .status("OK"), .error(RedisError(.server(code: "WRONGTYPE"), "WRONGTYPE of key")), .integer(-7),
            .integer(.max), .bytes(Array("a\r\nbc".utf8)), .bytes([]), .null, .null, .array([]),
            .array([.array([.integer(1), .array([])]), .null, .array([.array([.status("deep")])])]), .status(""),
        ]
        for size in 1...text.utf8.count {
            #expect(try values(of: text, inPiecesOf: size) == expected)
        }
    }

    @Test func thePlaceIsKeptThroughManyValues() throws {
        let value = "$10000\r\n" + String(repeating: "x", count: 10_000) + "\r\n"
        let values = try values(of: String(repeating: value, count: 100), inPiecesOf: 7_919)
        #expect(values == Array(repeating: .bytes([UInt8](repeating: 0x78, count: 10_000)), count: 100))
    }

    @Test(arguments: [
        "hello\r\n", "$x\r\n", "$-2\r\n", "$536870913\r\n", "$99999999999999999999\r\n", "*-2\r\n", "*2147483648\r\n",
        ":1.5\r\n", ":\r\n", "$1\r\nab\r\n", "+no return\n", "\r\n", "\n",
    ])
    func whatNoRedisSends(_ text: String) {
        var parser = RESPParser()
        parser.append(text.utf8)
        let error = #expect(throws: RedisError.self) { try parser.next() }
        #expect(error?.kind == .unexpectedReply)
    }

    @Test func arraysNestThirtyTwoDeepAndNoDeeper() throws {
        var parser = RESPParser()
        parser.append((String(repeating: "*1\r\n", count: 32) + ":1\r\n").utf8)
        #expect(try parser.next() != nil)
        parser.append(String(repeating: "*1\r\n", count: 33).utf8)
        #expect(throws: RedisError.self) { try parser.next() }
    }

    @Test func aLineWithoutAnEnd() throws {
        var parser = RESPParser()
        parser.append(("+" + String(repeating: "x", count: 70_000)).utf8)
        #expect(throws: RedisError.self) { try parser.next() }
    }
}
