#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension TimeZoneRules {
    private static let folder = "/usr/share/zoneinfo"

    /// The zone of that name, as `Europe/Madrid`; `nil` where the system knows none.
    package init?(named name: String) {
        guard name != "UTC" else {
            self = .utc
            return
        }
        let isName = name.utf8.allSatisfy { byte in
            byte.isLetterOrDigit || "/_+-".utf8.contains(byte)
        }
        guard isName, !name.isEmpty, name.utf8.first != UInt8(ascii: "/"),
            let bytes = Self.contents(of: "\(Self.folder)/\(name)")
        else { return nil }
        self.init(name: name)
        guard read(bytes) else { return nil }
    }

    private static func contents(of path: String) -> [UInt8]? {
        guard let file = fopen(path, "rb") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = fread(&bytes, 1, bytes.count, file)
        return count > 0 ? Array(bytes[..<count]) : nil
    }

    /// Reads TZif of version 2 and later: a block with 32-bit times, one with 64-bit times, and the rule.
    private mutating func read(_ bytes: [UInt8]) -> Bool {
        var reader = BytesReader(bytes: bytes)
        guard let old = Header(&reader), old.version >= 2, reader.skip(old.length(timeSize: 4)),
            let header = Header(&reader), reader.remaining >= header.length(timeSize: 8)
        else { return false }
        let times = (0..<header.times).map { _ in reader.integer(8) }
        let kinds = (0..<header.times).map { _ in Int(reader.integer(1)) }
        let offsets = (0..<header.kinds).map { _ in
            let offset = Int64(Int32(truncatingIfNeeded: reader.integer(4)))
            _ = reader.skip(2)
            return offset
        }
        guard let first = offsets.first, kinds.allSatisfy(offsets.indices.contains),
            reader.skip(header.names + header.leaps * 12 + header.standards + header.universals)
        else { return false }
        firstOffset = first
        transitions = zip(times, kinds).map { ($0, offsets[$1]) }
        rule = TimeZoneRule(String(decoding: reader.rest.filter { $0 != 0x0A }, as: UTF8.self))
        return true
    }

    private struct Header {
        let version: Int
        let universals, standards, leaps, times, kinds, names: Int

        init?(_ reader: inout BytesReader) {
            guard reader.remaining >= 44, reader.integer(4) == 0x545A_6966 else { return nil }
            version = Int(reader.integer(1)) - 0x30
            _ = reader.skip(15)
            universals = Int(reader.integer(4))
            standards = Int(reader.integer(4))
            leaps = Int(reader.integer(4))
            times = Int(reader.integer(4))
            kinds = Int(reader.integer(4))
            names = Int(reader.integer(4))
        }

        func length(timeSize: Int) -> Int {
            times * (timeSize + 1) + kinds * 6 + names + leaps * (timeSize + 4) + standards + universals
        }
    }
}

/// Big-endian numbers, one after another.
private struct BytesReader {
    let bytes: [UInt8]
    var position = 0

    var remaining: Int { bytes.count - position }
    var rest: ArraySlice<UInt8> { bytes[position...] }

    /// 0 beyond the end.
    mutating func integer(_ count: Int) -> Int64 {
        guard remaining >= count else { return 0 }
        defer { position += count }
        return Int64(bitPattern: bytes[position..<position + count].reduce(0) { $0 << 8 | UInt64($1) })
    }

    mutating func skip(_ count: Int) -> Bool {
        guard count >= 0, remaining >= count else { return false }
        position += count
        return true
    }
}

extension UInt8 {
    fileprivate var isLetterOrDigit: Bool {
        (0x61...0x7A).contains(self | 0x20) || (0x30...0x39).contains(self)
    }
}
