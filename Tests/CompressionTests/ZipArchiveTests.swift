import Compression
import Testing
import ZipWriting

@Suite struct ZipArchiveTests {
    /// `zip -X` of a file `a` with the letter x a hundred times, which is deflated.
    @Test func readsDeflatedEntries() throws {
        let text = [UInt8](repeating: UInt8(ascii: "x"), count: 100)
        let deflated = Array(try Compression.deflate.compress(text).dropFirst(2).dropLast(4))
        let archive = try ZipArchive(
            Zip.archive([Zip.Entry("a", deflated, method: 8, size: 100, checksum: Zip.checksum(text))]),
            limit: 100
        )
        #expect(archive.entries.map(\.path) == [["a"]])
        #expect(try archive.contents(of: archive.entries[0]) == text)
    }

    @Test func tellsFilesFromFoldersAndLinks() throws {
        let archive = try ZipArchive(
            Zip.archive([
                Zip.Entry("lib/", [], mode: 0o040755), Zip.Entry("lib/x", [1, 2], mode: 0o100755),
                Zip.Entry("./y", Array("lib/x".utf8), mode: 0o120777),
            ]),
            limit: 100
        )
        #expect(archive.entries.map(\.kind) == [.folder, .file, .symbolicLink])
        #expect(archive.entries.map(\.path) == [["lib"], ["lib", "x"], ["y"]])
        #expect(archive.entries.map(\.permissions) == [0o755, 0o755, 0o777])
        #expect(try archive.contents(of: archive.entries[1]) == [1, 2])
    }

    /// As `unzip` reads them: scripts that unpack themselves, downloads with something behind them.
    @Test(arguments: [false, true])
    func otherBytesMayStandBeforeAndBehind(_ isLarge: Bool) throws {
        let plain = Zip.archive([Zip.Entry("a", [1, 2]), Zip.Entry("b/c", [3])], isLarge: isLarge)
        let script = Array("#!/bin/sh\nexec unzip $0\n".utf8)
        for bytes in [plain, script + plain, plain + [0, 0, 7], script + plain + Array("\r\n".utf8)] {
            let archive = try ZipArchive(bytes, limit: 100)
            #expect(archive.entries.map(\.path) == [["a"], ["b", "c"]])
            #expect(try archive.entries.map { try archive.contents(of: $0) } == [[1, 2], [3]])
        }
        for index in plain.indices {
            for change in [0x01, 0x80, 0xFF] as [UInt8] {
                var bytes = plain
                bytes[index] ^= change
                guard let archive = try? ZipArchive(script + bytes, limit: 1 << 20) else { continue }
                for entry in archive.entries { _ = try? archive.contents(of: entry) }
            }
        }
    }

    /// The names that lead out, the bombs and the lies are the same wherever the archive begins.
    @Test func whatIsUnsafeIsUnsafeBehindAPrefixToo() throws {
        let script = Array("#!/bin/sh\n".utf8)
        #expect(throws: ZipArchive.Failure.unsafeName("../a")) {
            _ = try ZipArchive(script + Zip.archive([Zip.Entry("../a", [1])], isLarge: true), limit: 100)
        }
        let large = script + Zip.archive([Zip.Entry("a", [1], size: 101)], isLarge: true)
        #expect(throws: ZipArchive.Failure.tooLong) { _ = try ZipArchive(large, limit: 100) }
        // A table of contents that begins before the bytes do.
        let cut = Array(Zip.archive([Zip.Entry("a", [1, 2, 3])]).dropFirst(2))
        #expect(throws: ZipArchive.Failure.malformed) { _ = try ZipArchive(cut, limit: 100) }
    }

    @Test func moreEntriesThan16BitsCanCount() throws {
        let entries = (0..<70_001).map { Zip.Entry("f\($0)", [], checksum: 0) }
        let archive = try ZipArchive(Zip.archive(entries, isLarge: true), limit: 0)
        #expect(archive.entries.count == 70_001 && archive.entries.last?.path == ["f70000"])
        #expect(throws: ZipArchive.Failure.malformed) { _ = try ZipArchive(Zip.archive(entries), limit: 0) }
        let most = Array(entries.prefix(65_535))
        #expect(try ZipArchive(Zip.archive(most), limit: 0).entries.count == 65_535)
    }

    @Test(arguments: ["../a", "/a", "a/../../b", "a\\b", "", "a\0"])
    func namesThatLeadOutAreRefused(_ name: String) {
        #expect(throws: ZipArchive.Failure.unsafeName(name)) {
            _ = try ZipArchive(Zip.archive([Zip.Entry(name, [1])]), limit: 100)
        }
    }

    @Test func namesThatClashAreRefused() {
        for names in [["a", "a"], ["a", "a/b"], ["a/b", "a"], ["a/", "a"]] {
            let bytes = Zip.archive(names.map { Zip.Entry($0, []) })
            #expect(throws: ZipArchive.Failure.self) { _ = try ZipArchive(bytes, limit: 100) }
        }
    }

    @Test func sizesAreBelievedOnlyWhenTheyAreTrue() throws {
        let bomb = [UInt8](repeating: 0, count: 1_000)
        let deflated = Array(try Compression.deflate.compress(bomb).dropFirst(2).dropLast(4))
        let liar = Zip.archive([Zip.Entry("a", deflated, method: 8, size: 10, checksum: Zip.checksum(bomb))])
        let archive = try ZipArchive(liar, limit: 100)
        #expect(throws: ZipArchive.Failure.malformed) { _ = try archive.contents(of: archive.entries[0]) }
        let wrong = try ZipArchive(Zip.archive([Zip.Entry("a", [1], checksum: 7)]), limit: 100)
        #expect(throws: ZipArchive.Failure.malformed) { _ = try wrong.contents(of: wrong.entries[0]) }
        let large = Zip.archive([Zip.Entry("a", bomb), Zip.Entry("b", bomb)])
        #expect(throws: ZipArchive.Failure.tooLong) { _ = try ZipArchive(large, limit: 1_999) }
    }

    /// Whatever is cut off or changed, nothing worse happens than a refusal.
    @Test func brokenArchivesAreRefused() throws {
        let whole = Zip.archive([Zip.Entry("a", [1, 2, 3]), Zip.Entry("b/c", [4])])
        for length in 0..<whole.count {
            #expect(throws: ZipArchive.Failure.self) { _ = try ZipArchive(Array(whole.prefix(length)), limit: 100) }
        }
        for index in whole.indices {
            for change in [0x01, 0x80, 0xFF] as [UInt8] {
                var bytes = whole
                bytes[index] ^= change
                guard let archive = try? ZipArchive(bytes, limit: 1 << 20) else { continue }
                for entry in archive.entries { _ = try? archive.contents(of: entry) }
            }
        }
    }
}
