extension String {
    /// The number's last digits in lower-case hexadecimal, `digits` of them, 16 at most, with zeros in front.
    package init(hex number: UInt64, digits: Int) {
        self.init(unsafeUninitializedCapacity: digits) { buffer in
            for index in 0..<digits { buffer[index] = hexDigit(number >> UInt64(4 * (digits - 1 - index)) & 15) }
            return digits
        }
    }
}

extension [UInt8] {
    /// Adds the last `digits` hexadecimal digits of a number.
    package mutating func append(hex number: UInt64, digits: Int) {
        for index in 0..<digits { append(hexDigit(number >> UInt64(4 * (digits - 1 - index)) & 15)) }
    }
}

/// For 0 to 15.
func hexDigit(_ nibble: UInt64) -> UInt8 {
    let nibble = UInt8(truncatingIfNeeded: nibble)
    return nibble < 10 ? nibble + UInt8(ascii: "0") : nibble - 10 + UInt8(ascii: "a")
}
