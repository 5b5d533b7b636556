import JSON

extension ELFFile {
    struct Note {
        var kind: UInt32
        var owner: String
        /// Where in the file its text stands.
        var content: Range<Int>
    }

    private static let dlopenNote: UInt32 = 0x407C_0C0A

    /// The libraries that the program loads by itself once it runs, one name for each: the first that it tries.
    ///
    /// A program tells them in notes of the kind that systemd has specified. What it can do without is left out.
    /// https://systemd.io/ELF_DLOPEN_METADATA
    package var loadedLibraries: [String] {
        get throws(ELFError) {
            var libraries: [String] = []
            for segment in segments where segment.kind == .note {
                for note in try dlopenNotes(in: segment) { libraries += try Self.libraries(note) }
            }
            return libraries
        }
    }

    private func dlopenNotes(in segment: Segment) throws(ELFError) -> [ArraySlice<UInt8>] {
        try notes(in: segment).filter { $0.kind == Self.dlopenNote && $0.owner == "FDO" }.map { bytes[$0.content] }
    }

    func notes(in segment: Segment) throws(ELFError) -> [Note] {
        let unit = segment.alignment == 8 ? 8 : 4
        var notes: [Note] = []
        var offset = segment.offset
        let end = offset + segment.fileSize
        while offset + 12 <= end {
            let nameSize = Int(try reader.number(UInt32.self, at: offset))
            let size = Int(try reader.number(UInt32.self, at: offset + 4))
            let kind = try reader.number(UInt32.self, at: offset + 8)
            let owner = try reader.slice(offset + 12, nameSize).prefix { $0 != 0 }
            let text = offset + 12 + (nameSize + unit - 1) / unit * unit
            let content = try reader.slice(text, size).indices
            notes.append(Note(kind: kind, owner: String(decoding: owner, as: UTF8.self), content: content))
            offset = text + (size + unit - 1) / unit * unit
        }
        return notes
    }

    private static func libraries(_ note: ArraySlice<UInt8>) throws(ELFError) -> [String] {
        guard let entries = try? JSON(parsing: note.prefix { $0 != 0 }).arrayValue else {
            throw ELFError("a note on the libraries that it loads is no JSON array")
        }
        return entries.compactMap { entry in
            entry["priority"] == "suggested" ? nil : entry["soname"]?[0]?.stringValue
        }
    }
}
