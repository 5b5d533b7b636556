/// The MD5 digest (RFC 1321): AWS sends it so that clients can tell whether what they sent has arrived. Not for secrets.
package struct MD5 {
    private static let shifts: [UInt32] = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21]
    /// The integer part of 2³² · |sin(i + 1)|.
    private static let sines: [UInt32] = [
        0xd76a_a478, 0xe8c7_b756, 0x2420_70db, 0xc1bd_ceee, 0xf57c_0faf, 0x4787_c62a, 0xa830_4613, 0xfd46_9501,
        0x6980_98d8, 0x8b44_f7af, 0xffff_5bb1, 0x895c_d7be, 0x6b90_1122, 0xfd98_7193, 0xa679_438e, 0x49b4_0821,
        0xf61e_2562, 0xc040_b340, 0x265e_5a51, 0xe9b6_c7aa, 0xd62f_105d, 0x0244_1453, 0xd8a1_e681, 0xe7d3_fbc8,
        0x21e1_cde6, 0xc337_07d6, 0xf4d5_0d87, 0x455a_14ed, 0xa9e3_e905, 0xfcef_a3f8, 0x676f_02d9, 0x8d2a_4c8a,
        0xfffa_3942, 0x8771_f681, 0x6d9d_6122, 0xfde5_380c, 0xa4be_ea44, 0x4bde_cfa9, 0xf6bb_4b60, 0xbebf_bc70,
        0x289b_7ec6, 0xeaa1_27fa, 0xd4ef_3085, 0x0488_1d05, 0xd9d4_d039, 0xe6db_99e5, 0x1fa2_7cf8, 0xc4ac_5665,
        0xf429_2244, 0x432a_ff97, 0xab94_23a7, 0xfc93_a039, 0x655b_59c3, 0x8f0c_cc92, 0xffef_f47d, 0x8584_5dd1,
        0x6fa8_7e4f, 0xfe2c_e6e0, 0xa301_4314, 0x4e08_11a1, 0xf753_7e82, 0xbd3a_f235, 0x2ad7_d2bb, 0xeb86_d391,
    ]

    private var state: (UInt32, UInt32, UInt32, UInt32) = (0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476)

    /// Sixteen bytes.
    package static func digest(_ bytes: [UInt8]) -> [UInt8] {
        var digest = MD5()
        bytes.withUnsafeBytes { digest.addBlocks($0) }
        let tail = DigestPadding.tail(of: bytes, isBigEndian: false)
        tail.withUnsafeBytes { digest.addBlocks($0) }
        return [UInt8](unsafeUninitializedCapacity: 16) { digits, count in
            let (a, b, c, d) = digest.state
            for (place, word) in [a, b, c, d].enumerated() {
                for byte in 0..<4 { digits[4 * place + byte] = UInt8(truncatingIfNeeded: word >> (8 * UInt32(byte))) }
            }
            count = 16
        }
    }

    /// Thirty-two lower-case hexadecimal digits.
    package static func hex(_ bytes: [UInt8]) -> String { DigestPadding.hex(digest(bytes)) }

    /// Takes in the whole blocks of 64 bytes.
    private mutating func addBlocks(_ bytes: UnsafeRawBufferPointer) {
        Self.sines.withUnsafeBufferPointer { sines in
            Self.shifts.withUnsafeBufferPointer { shifts in
                for start in stride(from: 0, to: bytes.count - bytes.count % 64, by: 64) {
                    add(UnsafeRawBufferPointer(rebasing: bytes[start..<start + 64]), sines, shifts)
                }
            }
        }
    }

    private mutating func add(
        _ block: UnsafeRawBufferPointer,
        _ sines: UnsafeBufferPointer<UInt32>,
        _ shifts: UnsafeBufferPointer<UInt32>
    ) {
        var (a, b, c, d) = state
        for step in 0..<16 {
            mix((b & c) | (~b & d), step, step)
        }
        for step in 16..<32 {
            mix((d & b) | (~d & c), step, (5 &* step &+ 1) & 15)
        }
        for step in 32..<48 {
            mix(b ^ c ^ d, step, (3 &* step &+ 5) & 15)
        }
        for step in 48..<64 {
            mix(c ^ (b | ~d), step, (7 &* step) & 15)
        }
        func mix(_ mixed: UInt32, _ step: Int, _ word: Int) {
            let value = block.loadUnaligned(fromByteOffset: 4 &* word, as: UInt32.self).littleEndian
            let sum = a &+ mixed &+ sines[step] &+ value
            let shift = shifts[(step >> 4) &* 4 &+ (step & 3)]
            (a, d, c, b) = (d, c, b, b &+ (sum &<< shift | sum &>> (32 &- shift)))
        }
        state = (state.0 &+ a, state.1 &+ b, state.2 &+ c, state.3 &+ d)
    }
}
