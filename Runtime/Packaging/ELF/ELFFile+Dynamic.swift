extension ELFFile {
    private enum Tag {
        static let needed: UInt64 = 1
        static let names: UInt64 = 5
        static let definedVersions: UInt64 = 0x6FFF_FFFC
        static let definedVersionCount: UInt64 = 0x6FFF_FFFD
        static let neededVersions: UInt64 = 0x6FFF_FFFE
        static let neededVersionCount: UInt64 = 0x6FFF_FFFF
    }

    /// The libraries that the loader must find before the program can start, by name, in their order.
    package var neededLibraries: [String] {
        get throws(ELFError) {
            let dynamic = try dynamicEntries()
            guard let names = try place(of: Tag.names, dynamic) else { return [] }
            var libraries: [String] = []
            for entry in dynamic where entry.tag == Tag.needed {
                libraries.append(try reader.text(at: try offset(names, entry.value)))
            }
            return libraries
        }
    }

    /// Which versions of symbols the file wants of each library: `["libm.so.6": ["GLIBC_2.35"]]`.
    /// https://refspecs.linuxfoundation.org/LSB_5.0.0/LSB-Core-generic/LSB-Core-generic/symversion.html
    package var neededVersions: [String: Set<String>] {
        get throws(ELFError) {
            let dynamic = try dynamicEntries()
            guard let names = try place(of: Tag.names, dynamic),
                var entry = try place(of: Tag.neededVersions, dynamic)
            else { return [:] }
            var versions: [String: Set<String>] = [:]
            for _ in 0..<count(Tag.neededVersionCount, dynamic) {
                let library = try reader.text(at: try offset(names, UInt64(reader.number(UInt32.self, at: entry + 4))))
                var version = entry + Int(try reader.number(UInt32.self, at: entry + 8))
                for _ in 0..<(try reader.number(UInt16.self, at: entry + 2)) {
                    let name = try offset(names, UInt64(reader.number(UInt32.self, at: version + 8)))
                    versions[library, default: []].insert(try reader.text(at: name))
                    guard try advance(&version, at: 12) else { break }
                }
                guard try advance(&entry, at: 12) else { break }
            }
            return versions
        }
    }

    /// The versions of symbols that the library has, its own name among them.
    package var definedVersions: Set<String> {
        get throws(ELFError) {
            let dynamic = try dynamicEntries()
            guard let names = try place(of: Tag.names, dynamic),
                var entry = try place(of: Tag.definedVersions, dynamic)
            else { return [] }
            var versions: Set<String> = []
            for _ in 0..<count(Tag.definedVersionCount, dynamic) {
                let version = entry + Int(try reader.number(UInt32.self, at: entry + 12))
                let name = try offset(names, UInt64(reader.number(UInt32.self, at: version)))
                versions.insert(try reader.text(at: name))
                guard try advance(&entry, at: 16) else { break }
            }
            return versions
        }
    }

    // MARK: The dynamic section

    private func dynamicEntries() throws(ELFError) -> [(tag: UInt64, value: UInt64)] {
        guard let segment = segments.first(where: { $0.kind == .dynamic }) else { return [] }
        var entries: [(tag: UInt64, value: UInt64)] = []
        for index in 0..<segment.fileSize / 16 {
            let tag = try reader.number(UInt64.self, at: segment.offset + index * 16)
            if tag == 0 { break }
            entries.append((tag, try reader.number(UInt64.self, at: segment.offset + index * 16 + 8)))
        }
        return entries
    }

    /// Where in the file the table of a tag stands.
    private func place(of tag: UInt64, _ dynamic: [(tag: UInt64, value: UInt64)]) throws(ELFError) -> Int? {
        guard let address = dynamic.first(where: { $0.tag == tag })?.value else { return nil }
        for segment in segments where segment.kind == .load && address >= segment.address {
            let distance = address - segment.address
            if distance < UInt64(segment.fileSize) { return segment.offset + Int(distance) }
        }
        throw ELFError("a table of its dynamic section lies outside its segments")
    }

    private func count(_ tag: UInt64, _ dynamic: [(tag: UInt64, value: UInt64)]) -> Int {
        Int(clamping: min(dynamic.first { $0.tag == tag }?.value ?? 0, UInt64(UInt16.max)))
    }

    /// Goes on to the next entry of a chain, whose distance stands `place` bytes into this one; false at the last.
    private func advance(_ entry: inout Int, at place: Int) throws(ELFError) -> Bool {
        let distance = Int(try reader.number(UInt32.self, at: entry + place))
        entry += distance
        return distance > 0
    }

    private func offset(_ table: Int, _ distance: UInt64) throws(ELFError) -> Int {
        guard distance < UInt64(bytes.count) else { throw ELFError("a name lies outside it") }
        return table + Int(distance)
    }
}
