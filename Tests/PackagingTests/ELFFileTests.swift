import Foundation
import Programs
import Testing

@testable import Packaging

/// On programs of this machine: this test's own, and the loader it was started by.
@Suite(.enabled(if: ThisMachine.hasELF)) struct ELFFileTests {
    @Test func readsWhatAProgramNeeds() throws {
        let program = try ThisMachine.program()
        let loader = try #require(try program.interpreter)
        #expect(loader.contains("/ld-"))
        #expect(try program.neededLibraries.contains("libc.so.6"))
        #expect(try program.neededVersions["libc.so.6"]?.contains { $0.hasPrefix("GLIBC_2.") } == true)
        #expect(try program.definedVersions.isEmpty)
        let file = try ELFFile(ThisMachine.bytes(loader))
        #expect(try file.interpreter == nil)
        #expect(try file.definedVersions.contains { $0.hasPrefix("GLIBC_2.") })
        #expect(file.machine == program.machine)
    }

    @Test func strippedFilesKeepWhatTheLoaderReads() throws {
        let program = try ThisMachine.program()
        let stripped = try ELFFile(program.stripped)
        #expect(stripped.bytes.count < program.bytes.count)
        #expect(try stripped.neededVersions == program.neededVersions)
        #expect(try stripped.interpreter == program.interpreter)
        #expect(stripped.stripped == stripped.bytes)
    }

    @Test func aStrippedProgramRuns() throws {
        let path = FileManager.default.temporaryDirectory.path + "/hearth-stripped-\(UInt64.random(in: 0 ... .max))"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(ELFFile(ThisMachine.bytes("/bin/echo")).stripped).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        #expect(try ThisMachine.run(path, ["still here"]) == "still here\n")
    }

    /// The compiler's digests of modules and the linker's of the whole are others with every build.
    @Test func theSameSourcesMakeTheSameBytes() throws {
        let folder = FileManager.default.temporaryDirectory.path + "/hearth-same-\(UInt64.random(in: 0 ... .max))"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var programs: [ELFFile] = []
        for name in ["one", "two"] {
            let place = "\(folder)/\(name)"
            try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
            let source = "struct Word { var text: String }\nprint(Word(text: CommandLine.arguments[1]))\n"
            try Data(source.utf8).write(to: URL(filePath: "\(place)/main.swift"))
            _ = try ThisMachine.run("/usr/bin/env", ["swiftc", "-O", "main.swift", "-o", "made"], in: place)
            let program = try ELFFile(ThisMachine.bytes("\(place)/made"))
            try Data(program.stripped).write(to: URL(filePath: "\(place)/made"))
            #expect(try ThisMachine.run("\(place)/made", ["same"]).hasSuffix("(text: \"same\")\n"))
            programs.append(program)
        }
        #expect(programs[0].bytes != programs[1].bytes, "builds no longer differ: this proves nothing")
        #expect(programs[0].stripped == programs[1].stripped)
    }

    /// No part of a file that is cut off anywhere, or in which any byte is another, is read beyond its end.
    @Test func damagedFilesAreRefusedOrReadInBounds() throws {
        let bytes = try ThisMachine.bytes("/bin/echo")
        for length in [0, 3, 4, 5, 19, 63, 64, 100, 500, 4_000, bytes.count / 2] {
            Self.readAll(Array(bytes.prefix(length)))
        }
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            var damaged = bytes
            for _ in 0..<4 { damaged[Int.random(in: 4..<2_048, using: &random)] = UInt8.random(in: 0...255) }
            Self.readAll(damaged)
        }
    }

    private static func readAll(_ bytes: [UInt8]) {
        guard let file = try? ELFFile(bytes) else { return }
        _ = try? file.interpreter
        _ = try? file.neededLibraries
        _ = try? file.neededVersions
        _ = try? file.definedVersions
        _ = try? file.loadedLibraries
        _ = file.stripped
    }

    @Test func saysWhatIsNoProgram() {
        #expect(throws: ELFError("it is no ELF file")) { try ELFFile(Array("#!/bin/sh\n".utf8)) }
        #expect(throws: ELFError("it is cut off or damaged")) { try ELFFile([0x7F, 0x45, 0x4C, 0x46]) }
        let narrow: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, 1, 1] + Array(repeating: 0, count: 60)
        #expect(throws: ELFError("it is for another kind of machine than Lambda's")) { try ELFFile(narrow) }
    }
}

/// Files of the machine that the tests run on.
enum ThisMachine {
    static var hasELF: Bool { (try? bytes("/bin/echo")).map(ELFFile.isELF) == true }

    static func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path))) }

    /// The program that runs the tests.
    static func program() throws -> ELFFile { try ELFFile(bytes(ProcessInfo.processInfo.arguments[0])) }

    /// What a program prints.
    static func run(_ path: String, _ arguments: [String], in folder: String? = nil) throws -> String {
        try RunningProgram.run(path, arguments, in: folder).output
    }
}
