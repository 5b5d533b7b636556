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
