import Compression
import Testing

@Suite struct CompressionTests {
    private static let text = Array(String(repeating: "Many a little makes a mickle. ", count: 10_000).utf8)

    @Test(arguments: Compression.allCases, [[], [7], text])
    func comesBackAsItWas(_ compression: Compression, _ bytes: [UInt8]) throws {
        let compressed = try compression.compress(bytes)
        #expect(try compression.decompress(compressed, limit: bytes.count) == bytes)
        if bytes.count > 100 { #expect(compressed.count < bytes.count / 30) }
    }

    /// As gzip and Python's zlib write it.
    @Test func readsWhatOthersWrote() throws {
        let gzip: [UInt8] = [
            0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xCB, 0x48, 0xCD, 0xC9, 0xC9, 7, 0, 0x86, 0xA6, 0x10, 0x36, 5, 0, 0, 0,
        ]
        #expect(try Compression.gzip.decompress(gzip, limit: 5) == Array("hello".utf8))
        let zlib: [UInt8] = [0x78, 0x9C, 0xCB, 0x48, 0xCD, 0xC9, 0xC9, 7, 0, 6, 0x2C, 2, 0x15]
        #expect(try Compression.deflate.decompress(zlib, limit: 5) == Array("hello".utf8))
    }

    @Test func joinsMembersAndLeavesWhatFollows() throws {
        let (first, second) = (try Compression.gzip.compress([1, 2]), try Compression.gzip.compress([3]))
        #expect(try Compression.gzip.decompress(first + second, limit: 3) == [1, 2, 3])
        #expect(try Compression.gzip.decompress(first + Array("junk".utf8), limit: 3) == [1, 2])
    }

    @Test(arguments: Compression.allCases)
    func refusesWhatIsBrokenOrTooLong(_ compression: Compression) throws {
        let compressed = try compression.compress(Self.text)
        for broken in [[], Array("{}".utf8), Array(compressed.dropLast())] {
            #expect(throws: Compression.Failure.malformed) { try compression.decompress(broken, limit: .max) }
        }
        #expect(throws: Compression.Failure.tooLong) {
            try compression.decompress(compressed, limit: Self.text.count - 1)
        }
    }
}
