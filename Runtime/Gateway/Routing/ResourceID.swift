/// The six letters and digits that AWS makes up for resources and deployments: here always the same for the same text.
enum ResourceID {
    static func of(_ text: String) -> String {
        // FNV-1a, 64 bit.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        let digits = Array("abcdefghijklmnopqrstuvwxyz0123456789")
        return String(
            (0..<6).map { _ in
                defer { hash /= 36 }
                return digits[Int(hash % 36)]
            }
        )
    }
}
