import Testing

@testable import Packaging

/// A smallest file: header, one segment of notes, the notes.
@Suite struct NoteTests {
    private static func file(_ notes: [UInt8]) throws -> ELFFile {
        var file = ZipBytes()
        file.bytes = [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1] + Array(repeating: 0, count: 9)
        file.add(UInt16(3), UInt16(62))
        file.add(UInt32(1))
        file.add(UInt64(0), UInt64(64), UInt64(0))
        file.add(UInt32(0))
        file.add(UInt16(64), UInt16(56), UInt16(1), UInt16(64), UInt16(0), UInt16(0))
        file.add(UInt32(4), UInt32(4))
        file.add(UInt64(120), UInt64(120), UInt64(120), UInt64(notes.count), UInt64(notes.count), UInt64(4))
        return try ELFFile(file.bytes + notes)
    }

    private static func note(owner: String, kind: UInt32, text: String) -> [UInt8] {
        var note = ZipBytes()
        note.add(UInt32(owner.utf8.count + 1), UInt32(text.utf8.count + 1), kind)
        for part in [owner, text] {
            note.bytes += Array(part.utf8) + [0]
            while note.bytes.count % 4 != 0 { note.bytes.append(0) }
        }
        return note.bytes
    }

    @Test func tellsWhatAProgramLoadsLater() throws {
        let notes = [
            Self.note(owner: "GNU", kind: 3, text: "a build id"),
            Self.note(
                owner: "FDO",
                kind: 0x407C_0C0A,
                text: #"[{"soname":["libcurl.so.4","libcurl.so.3"]},{"soname":["libx.so"],"priority":"suggested"}]"#
            ),
            Self.note(owner: "FDO", kind: 0x407C_0C0A, text: #"[{"soname":["liby.so"],"priority":"required"}]"#),
        ]
        #expect(try Self.file(notes.flatMap { $0 }).loadedLibraries == ["libcurl.so.4", "liby.so"])
    }

    @Test func refusesNotesThatSayNothing() throws {
        let file = try Self.file(Self.note(owner: "FDO", kind: 0x407C_0C0A, text: "libcurl"))
        #expect(throws: ELFError("a note on the libraries that it loads is no JSON array")) {
            try file.loadedLibraries
        }
    }
}
