/// A program or a shared library of Linux, 64 bits and little-endian as on both of Lambda's architectures.
///
/// Only what the loader looks at is read: the segments, not the sections. https://refspecs.linuxfoundation.org/elf
package struct ELFFile: Sendable {
    package enum Machine: UInt16, Sendable {
        case x86_64 = 62
        case arm64 = 183
    }

    struct Segment {
        enum Kind: UInt32 {
            case load = 1
            case dynamic = 2
            case interpreter = 3
            case note = 4
        }

        /// `nil` for those that are of no interest here.
        var kind: Kind?
        var offset: Int
        var address: UInt64
        var fileSize: Int
        var alignment: UInt64
    }

    package let bytes: [UInt8]
    package let machine: Machine
    let segments: [Segment]

    /// Whether bytes claim to be such a file.
    package static func isELF(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46]) }

    package init(_ bytes: [UInt8]) throws(ELFError) {
        let reader = ELFReader(bytes)
        guard Self.isELF(bytes) else { throw ELFError("it is no ELF file") }
        guard try reader.number(UInt8.self, at: 4) == 2, try reader.number(UInt8.self, at: 5) == 1 else {
            throw ELFError("it is for another kind of machine than Lambda's")
        }
        guard let machine = Machine(rawValue: try reader.number(UInt16.self, at: 18)) else {
            throw ELFError("it is neither for x86_64 nor for arm64")
        }
        self.bytes = bytes
        self.machine = machine
        let table = try reader.offset(at: 32)
        var segments: [Segment] = []
        for index in 0..<Int(try reader.number(UInt16.self, at: 56)) {
            segments.append(try reader.segment(at: table + index * ELFReader.segmentSize))
        }
        self.segments = segments
    }

    var reader: ELFReader { ELFReader(bytes) }

    /// The loader that the program asks for; `nil` for a library and for a program that is complete in itself.
    package var interpreter: String? {
        get throws(ELFError) {
            guard let segment = segments.first(where: { $0.kind == .interpreter }) else { return nil }
            return try reader.text(at: segment.offset)
        }
    }
}

/// What is wrong with a file.
package struct ELFError: Error, Hashable, CustomStringConvertible {
    package var description: String

    init(_ description: String) { self.description = description }
}
