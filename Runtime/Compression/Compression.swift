import CZlib

/// The compressed forms of bodies that HTTP names `gzip` (RFC 1952) and `deflate` (RFC 1950).
package enum Compression: String, Sendable, CaseIterable {
    case gzip
    case deflate

    /// zlib's `windowBits`: 32 KiB back, and 16 more for gzip's header and trailer.
    private var windowBits: Int32 { self == .gzip ? 15 + 16 : 15 }

    package enum Failure: Error, Sendable, Hashable {
        /// The bytes are not what they are said to be, or end too early.
        case malformed
        /// They hold more than they may.
        case tooLong
        case outOfMemory
    }

    // MARK: Compressing

    package func compress(_ bytes: [UInt8]) throws(Failure) -> [UInt8] {
        try Deflate.compress(bytes, level: Z_DEFAULT_COMPRESSION, windowBits: windowBits)
    }

    // MARK: Decompressing

    private static let chunk = 64 * 1024

    /// What the bytes hold, if that is no more than `limit`. Several gzip members one behind the other are one text; what
    /// follows the last one is left alone.
    package func decompress(_ bytes: [UInt8], limit: Int) throws(Failure) -> [UInt8] {
        let stream = z_stream.allocate()
        defer { stream.deallocate() }
        guard czlib_inflate_begin(stream, windowBits) == Z_OK else { throw .outOfMemory }
        defer { inflateEnd(stream) }
        var output: [UInt8] = []
        var failure: Failure?
        bytes.withUnsafeBufferPointer { input in
            stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            stream.pointee.avail_in = UInt32(clamping: input.count)
            failure = inflateAll(stream, &output, limit)
        }
        if let failure { throw failure }
        return output
    }

    private func inflateAll(
        _ stream: UnsafeMutablePointer<z_stream>,
        _ output: inout [UInt8],
        _ limit: Int
    ) -> Failure? {
        var chunk = [UInt8](repeating: 0, count: Self.chunk)
        while true {
            let code = chunk.withUnsafeMutableBufferPointer { space in
                stream.pointee.next_out = space.baseAddress
                stream.pointee.avail_out = UInt32(space.count)
                return inflate(stream, Z_NO_FLUSH)
            }
            output += chunk.prefix(Self.chunk - Int(stream.pointee.avail_out))
            if output.count > limit { return .tooLong }
            switch code {
            case Z_OK: continue
            case Z_STREAM_END:
                guard self == .gzip, isAtMember(stream.pointee) else { return nil }
                guard inflateReset(stream) == Z_OK else { return .malformed }
            case Z_MEM_ERROR: return .outOfMemory
            default: return .malformed
            }
        }
    }

    /// What a raw deflate stream (RFC 1951) holds, when that is exactly `size` bytes and the stream ends with the input;
    /// `nil` otherwise.
    static func inflateRaw(_ bytes: ArraySlice<UInt8>, size: Int) -> [UInt8]? {
        let stream = z_stream.allocate()
        defer { stream.deallocate() }
        guard czlib_inflate_begin(stream, -15) == Z_OK else { return nil }
        defer { inflateEnd(stream) }
        var isWhole = false
        // One byte more than it may be, so that a stream that holds more shows.
        let output = [UInt8](unsafeUninitializedCapacity: size + 1) { output, count in
            bytes.withUnsafeBufferPointer { input in
                stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.pointee.avail_in = UInt32(clamping: input.count)
                stream.pointee.next_out = output.baseAddress
                stream.pointee.avail_out = UInt32(clamping: size + 1)
                isWhole = inflate(stream, Z_FINISH) == Z_STREAM_END && stream.pointee.avail_in == 0
            }
            count = Int(stream.pointee.total_out)
        }
        return isWhole && output.count == size ? output : nil
    }

    private func isAtMember(_ stream: z_stream) -> Bool {
        guard stream.avail_in >= 2, let next = stream.next_in else { return false }
        return next[0] == 0x1F && next[1] == 0x8B
    }
}
