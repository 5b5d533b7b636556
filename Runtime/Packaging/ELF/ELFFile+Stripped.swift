extension ELFFile {
    /// The file without what only debuggers and linkers read: sections that no segment holds, and the table of sections.
    ///
    /// Those stand behind all segments, where every linker puts them. What names a build and not the code, inside the
    /// segments, is zeros, so that the same sources make the same bytes.
    package var stripped: [UInt8] {
        let end = segments.map { $0.offset + $0.fileSize }.max() ?? 0
        let header = 64
        guard end >= header, end <= bytes.count else { return bytes }
        var stripped = Array(bytes[..<end])
        let (tableOffset, tableCount, nameIndex) = (40..<48, 60..<62, 62..<64)
        for range in [tableOffset, tableCount, nameIndex] + buildIdentifiers {
            for index in range.clamped(to: 0..<end) { stripped[index] = 0 }
        }
        return stripped
    }

    /// The linker's digest of the whole file, and the digests that Swift's compiler has made of its modules, which are
    /// others with every build. Nothing that runs reads them.
    private var buildIdentifiers: [Range<Int>] {
        let buildID: UInt32 = 3
        let notes = segments.filter { $0.kind == .note }.flatMap { (try? self.notes(in: $0)) ?? [] }
        let sections = (try? sections(named: ".swift_modhash")) ?? []
        return notes.filter { $0.kind == buildID && $0.owner == "GNU" }.map(\.content) + sections
    }

    /// Where in the file the sections of a name stand.
    private func sections(named name: String) throws(ELFError) -> [Range<Int>] {
        let (table, size) = (try reader.offset(at: 40), Int(try reader.number(UInt16.self, at: 58)))
        let count = Int(try reader.number(UInt16.self, at: 60))
        let names = try reader.offset(at: table + size * Int(reader.number(UInt16.self, at: 62)) + 24)
        var places: [Range<Int>] = []
        for section in stride(from: table, to: table + size * count, by: max(size, 1)) {
            let text = names + Int(try reader.number(UInt32.self, at: section))
            guard try reader.text(at: text) == name else { continue }
            let start = try reader.offset(at: section + 24)
            places.append(start..<start + (try reader.offset(at: section + 32)))
        }
        return places
    }
}
