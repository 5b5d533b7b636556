import Foundation
import Packaging
import Testing

@Suite struct ZipFileTests {
    private static let entries = [
        ZipFile.Entry(path: "bin/bootstrap", bytes: Array(repeating: 7, count: 100_000), isExecutable: true),
        ZipFile.Entry(path: "data.txt", bytes: Array("tiny".utf8)),
        ZipFile.Entry(path: "empty", bytes: []),
        ZipFile.Entry(path: "ünï/cödé", bytes: Array("text ".utf8) + Array(repeating: 0, count: 99)),
    ]

    @Test func theOrderOfEntriesMakesNoDifference() throws {
        let archive = try ZipFile(Self.entries).data()
        #expect(try ZipFile(Self.entries.reversed()).data() == archive)
        #expect(archive.count < 1_000)
        #expect(ZipFile(Self.entries).unzippedSize == 100_108)
    }

    @Test func theFirstOfTwoEntriesOfAPathCounts() {
        let archive = ZipFile([.init(path: "a", bytes: [1]), .init(path: "a", bytes: [2])])
        #expect(archive.entries.map(\.bytes) == [[1]])
    }

    /// Python's own reader, which checks each checksum.
    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/usr/bin/env"))) func othersReadIt() throws {
        let path = FileManager.default.temporaryDirectory.path + "/hearth-\(UInt64.random(in: 0 ... .max)).zip"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(ZipFile(Self.entries).data()).write(to: URL(filePath: path))
        let script = """
            import sys, zipfile
            with zipfile.ZipFile(sys.argv[1]) as file:
                assert file.testzip() is None
                for one in file.infolist():
                    print(one.filename, oct(one.external_attr >> 16), one.file_size, one.date_time, one.compress_type)
            """
        #expect(
            try ThisMachine.run("/usr/bin/env", ["python3", "-c", script, path]) == """
                bin/bootstrap 0o100755 100000 (1980, 1, 1, 0, 0, 0) 8
                data.txt 0o100644 4 (1980, 1, 1, 0, 0, 0) 0
                empty 0o100644 0 (1980, 1, 1, 0, 0, 0) 0
                ünï/cödé 0o100644 104 (1980, 1, 1, 0, 0, 0) 8

                """
        )
    }
}
