import Foundation
import Programs
import Testing

@testable import Packaging

@Suite(.fewAtATime, .enabled(if: ThisMachine.hasELF)) struct SelfContainedProgramTests {
    private static func program(_ path: String = "/bin/echo", without left: String? = nil) throws
        -> SelfContainedProgram
    {
        let file = try ELFFile(ThisMachine.bytes(path))
        let loader = try #require(try file.interpreter)
        let listing = LibraryListing(try ThisMachine.run(loader, ["--list", path]), loader: loader)
        #expect(listing.lacks(["libc.so.6"]).isEmpty)
        var libraries: [String: ELFFile] = [:]
        for library in listing.libraries where library.name != left {
            libraries[library.name] = try ELFFile(ThisMachine.bytes(library.path))
        }
        return try SelfContainedProgram(program: file, loader: ELFFile(ThisMachine.bytes(loader)), libraries: libraries)
    }

    @Test func bringsTheLoaderAndTheLibraries() throws {
        let program = try Self.program()
        let paths = program.entries.map(\.path).sorted()
        #expect(Set(["bin/bootstrap", "bootstrap", "lib/ld.so", "lib/libc.so.6"]).isSubset(of: paths))
        #expect(program.entries.filter(\.isExecutable).count == program.entries.count)
        #expect(program.neededGlibc?.hasPrefix("2.") == true)
    }

    @Test func refusesWhatIsIncomplete() {
        #expect(throws: PackagingError("the program needs libc.so.6, which the loader did not name")) {
            try Self.program(without: "libc.so.6")
        }
    }

    /// Started by its path and by a relative one, from its folder and from elsewhere.
    @Test func runsFromWhereverItIs() throws {
        let folder = try Self.unpacked(Self.program())
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(try ThisMachine.run("\(folder)/bootstrap", ["a", "b c"]) == "a b c\n")
        #expect(try ThisMachine.run("/usr/bin/env", ["./bootstrap"], in: folder) == "\n")
        #expect(try ThisMachine.run("/usr/bin/env", ["../bootstrap", "x"], in: "\(folder)/lib") == "x\n")
    }

    /// Its libraries and nothing else: the root of its file system is the folder.
    @Test(.enabled(if: ThisMachine.canChangeRoot)) func runsWhereNothingElseIs() throws {
        let folder = try Self.unpacked(Self.program())
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let words = ["unshare", "-r", "chroot", folder, "/bootstrap", "alone"]
        #expect(try ThisMachine.run("/usr/bin/env", words) == "alone\n")
    }

    @Test func saysSoWhenItsLoaderIsGone() throws {
        let folder = try Self.unpacked(Self.program())
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.removeItem(atPath: "\(folder)/lib/ld.so")
        let words = ["-c", "\(folder)/bootstrap 2>&1; echo $?"]
        #expect(
            try ThisMachine.run("/bin/sh", words) == "bootstrap: lib/ld.so, beside it, cannot be run\n127\n"
        )
    }

    private static func unpacked(_ program: SelfContainedProgram) throws -> String {
        let folder = FileManager.default.temporaryDirectory.path + "/hearth-contained-\(UInt64.random(in: 0 ... .max))"
        for name in ["bin", "lib"] {
            try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
        }
        for entry in program.entries {
            try Data(entry.bytes).write(to: URL(filePath: "\(folder)/\(entry.path)"))
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o755],
                ofItemAtPath: "\(folder)/\(entry.path)"
            )
        }
        // Processes that are just being made elsewhere may still hold these programs open for writing.
        for _ in 0..<400 {
            if try ThisMachine.run("\(folder)/bootstrap", ["ready"]) == "ready\n" { break }
            usleep(5_000)
        }
        return folder
    }
}

extension ThisMachine {
    /// Whether user namespaces are allowed here.
    static var canChangeRoot: Bool {
        (try? run("/usr/bin/env", ["unshare", "-r", "chroot", "/", "/bin/echo", "yes"])) == "yes\n"
    }
}
