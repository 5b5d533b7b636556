/// Reads numbers and texts, and nothing that lies outside the file.
struct ELFReader {
    static let segmentSize = 56

    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    private static let broken = ELFError("it is cut off or damaged")

    func number<Number: FixedWidthInteger>(_: Number.Type, at offset: Int) throws(ELFError) -> Number {
        let size = MemoryLayout<Number>.size
        guard offset >= 0, offset <= bytes.count - size else { throw Self.broken }
        return bytes.withUnsafeBytes { Number(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: Number.self)) }
    }

    /// A number of 64 bits that is a place in the file or a size of a part of it.
    func offset(at offset: Int) throws(ELFError) -> Int {
        let value = try number(UInt64.self, at: offset)
        guard value <= UInt64(bytes.count) else { throw Self.broken }
        return Int(value)
    }

    /// The text up to the next zero.
    func text(at offset: Int) throws(ELFError) -> String {
        guard bytes.indices.contains(offset), let end = bytes[offset...].firstIndex(of: 0) else { throw Self.broken }
        return String(decoding: bytes[offset..<end], as: UTF8.self)
    }

    func slice(_ offset: Int, _ count: Int) throws(ELFError) -> ArraySlice<UInt8> {
        guard offset >= 0, count >= 0, offset <= bytes.count, count <= bytes.count - offset else { throw Self.broken }
        return bytes[offset..<offset + count]
    }

    func segment(at offset: Int) throws(ELFError) -> ELFFile.Segment {
        let kind = ELFFile.Segment.Kind(rawValue: try number(UInt32.self, at: offset))
        return ELFFile.Segment(
            kind: kind,
            // Those that nothing is read from may be anywhere.
            offset: kind == nil ? 0 : try self.offset(at: offset + 8),
            address: try number(UInt64.self, at: offset + 16),
            fileSize: kind == nil ? 0 : try self.offset(at: offset + 32),
            alignment: try number(UInt64.self, at: offset + 48)
        )
    }
}
