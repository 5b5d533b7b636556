extension ELFFile {
    /// The file without what only debuggers and linkers read: sections that no segment holds, and the table of sections.
    ///
    /// Those stand behind all segments, where every linker puts them.
    package var stripped: [UInt8] {
        let end = segments.map { $0.offset + $0.fileSize }.max() ?? 0
        let header = 64
        guard end >= header, end <= bytes.count else { return bytes }
        var stripped = Array(bytes[..<end])
        let (tableOffset, tableCount, nameIndex) = (40..<48, 60..<62, 62..<64)
        for index in [tableOffset, tableCount, nameIndex].joined() { stripped[index] = 0 }
        return stripped
    }
}
