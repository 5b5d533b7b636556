import CZlib

/// Compresses whole texts in any of zlib's forms.
enum Deflate {
    /// `windowBits` says which form, as zlib has it.
    static func compress(_ bytes: [UInt8], level: Int32, windowBits: Int32) throws(Compression.Failure) -> [UInt8] {
        let stream = z_stream.allocate()
        defer { stream.deallocate() }
        guard czlib_deflate_begin(stream, level, windowBits) == Z_OK else { throw .outOfMemory }
        defer { deflateEnd(stream) }
        let capacity = Int(deflateBound(stream, UInt(bytes.count)))
        var isWhole = false
        let result = [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
            bytes.withUnsafeBufferPointer { input in
                stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.pointee.avail_in = UInt32(clamping: input.count)
                stream.pointee.next_out = output.baseAddress
                stream.pointee.avail_out = UInt32(clamping: capacity)
                isWhole = CZlib.deflate(stream, Z_FINISH) == Z_STREAM_END
            }
            count = Int(stream.pointee.total_out)
        }
        guard isWhole else { throw .tooLong }
        return result
    }
}

extension z_stream {
    /// zlib wants its state to stay where it is.
    static func allocate() -> UnsafeMutablePointer<z_stream> {
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        return stream
    }
}
