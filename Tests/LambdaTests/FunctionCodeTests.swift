import FoundationEssentials
import JSON
import ServiceKit
import Testing
import Time

@testable import Lambda

@Suite struct FunctionCodeTests {
    private let started = Timestamp(nanosecondsSinceEpoch: 1_000_000_000_000_000_000)

    private func codes(_ store: CodeStore = CodeStore(directory: nil)) -> FunctionCodes {
        FunctionCodes(store, started: started)
    }

    private func function(_ folder: String, _ code: UploadedCode? = nil) -> FunctionConfiguration {
        var function = FunctionConfiguration(name: "f", handler: "a.b", codeDirectory: folder)
        function.code = code
        return function
    }

    /// Runs `body` with a new folder that holds these files, and removes it.
    private func withFolder(_ files: [(String, String)], _ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.path + "/hearth-\(UInt64.random(in: 0..<UInt64.max))"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for (name, text) in files {
            let path = "\(folder)/\(name)"
            let parent = String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.startIndex))
            try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(filePath: path))
        }
        try body(folder)
    }

    @Test func theSameFilesHaveTheSameDigestWhereverAndWheneverTheyWereWritten() throws {
        let files = [("app.py", "one"), ("lib/b.py", "two")]
        var digests: [String] = []
        for _ in 1...2 {
            try withFolder(files) { folder in
                let code = codes().code(of: function(folder))
                #expect(code.size == 6)
                #expect(code.lastModified.map { $0 > started } == true)
                digests.append(code.digest)
            }
        }
        #expect(digests[0].utf8.count == 44 && digests[0] == digests[1])
    }

    @Test(arguments: [
        [("app.py", "one"), ("lib/b.py", "twO")], [("app.py", "one"), ("lib/c.py", "two")], [("app.py", "one")],
        [("app.py", "onelib/b.py"), ("x", "two")],
    ])
    func otherFilesHaveAnother(_ others: [(String, String)]) throws {
        var digests: Set<String> = []
        for files in [[("app.py", "one"), ("lib/b.py", "two")], others] {
            try withFolder(files) { digests.insert(codes().code(of: function($0)).digest) }
        }
        #expect(digests.count == 2)
    }

    /// Running a function, and Hearth in a folder of code, change nothing about it.
    @Test func whatIsNoCodeIsLeftOut() throws {
        try withFolder([("app.py", "one")]) { folder in
            let codes = codes()
            let before = codes.code(of: function(folder)).digest
            for name in [".hearth/state", "__pycache__/app.pyc", "lib/__pycache__/b.pyc"] {
                let path = URL(filePath: "\(folder)/\(name)")
                try FileManager.default.createDirectory(
                    at: path.deletingLastPathComponent(),
                    withIntermediateDirectories: true
                )
                try Data("x".utf8).write(to: path)
            }
            #expect(codes.code(of: function(folder)).digest == before)
            try Data("one more".utf8).write(to: URL(filePath: "\(folder)/app.py"))
            #expect(codes.code(of: function(folder)).digest != before)
            #expect(codes.code(of: function(folder)).size == 8)
        }
    }

    @Test func statesSecretsAndWhatCanBeMadeAgainAreNotWatched() throws {
        let files = [
            ("app.js", ""), ("package.json", ""), ("lib/secrets.json", ""), ("secrets.json", ""),
            ("state/state.sqlite", ""), ("state/logs.sqlite", ""), ("state/running.json", ""),
            ("out/\(CacheDirectory.tagName)", CacheDirectory.tag), ("out/template.json", ""),
            ("other/\(CacheDirectory.tagName)", "no signature"), ("other/a.json", ""),
        ]
        try withFolder(files) { folder in
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder)/lib/link.json",
                withDestinationPath: "../secrets.json"
            )
            let exclusions = CodeExclusions(files: ["\(folder)/secrets.json"])
            let runtime = try #require(ManagedRuntime("nodejs22.x"))
            let watched = SourceFiles.files(in: folder, of: runtime, without: exclusions)
            let code = ["app.js", "package.json", "lib/secrets.json", "other/a.json"]
            #expect(watched == code.map { "\(folder)/\($0)" })
            let contents = FolderContents(of: folder, without: exclusions).files.map(\.path)
            #expect(contents.filter { $0 != "other/\(CacheDirectory.tagName)" } == code.sorted { $0 < $1 }.map { $0 })
        }
    }

    @Test func linksCountAsWhatTheyLeadToAndEndSomewhere() throws {
        try withFolder([("elsewhere/program", "one"), ("code/.keep", "")]) { folder in
            let code = "\(folder)/code"
            try FileManager.default.createSymbolicLink(
                atPath: "\(code)/bootstrap",
                withDestinationPath: "../elsewhere/program"
            )
            try FileManager.default.createSymbolicLink(atPath: "\(code)/back", withDestinationPath: ".")
            let files = FolderContents(of: code, without: CodeExclusions()).files.map(\.path)
            #expect(files.contains("bootstrap") && files.contains(".keep"))
            #expect(codes().code(of: function(code)).size % 3 == 0)
        }
    }

    @Test func aFolderWithoutFilesIsAsOldAsTheStart() {
        let code = codes().code(of: function("/nowhere/at/all"))
        #expect(code.size == 0 && code.lastModified == started && code.digest.utf8.count == 44)
    }

    @Test func unpackedZipsAreToldByTheZip() throws {
        let store = CodeStore(directory: nil)
        defer { store.close() }
        let text = "def handler(e, c): return e"
        let folder = try store.store(text, as: "index.py")
        #expect(store.uploaded(to: folder) == nil)
        try Data("zip!".utf8).write(to: URL(filePath: folder + ".zip"))
        let code = codes(store).code(of: function(folder))
        #expect(code.size == 4)
        #expect(Data(base64Encoded: code.digest)?.count == 32)
        #expect(
            folder.hasSuffix(
                Data(base64Encoded: code.digest)?.map { byte in
                    let text = String(byte, radix: 16)
                    return text.utf8.count == 1 ? "0" + text : text
                }.joined() ?? "?"
            )
        )
    }
}
