import Time

/// Identifiers of replies.
package enum RequestID {
    /// 52 capital letters and digits, as DynamoDB's.
    package static func long(_ ids: IDSource) -> String {
        var random = SeededRandom(seed: ids.next())
        return String(unsafeUninitializedCapacity: 52) { buffer in
            var bits: UInt64 = 0
            for index in 0..<52 {
                if index % 12 == 0 { bits = random.next() }
                let digit = UInt8(truncatingIfNeeded: bits & 31)
                buffer[index] = digit < 10 ? digit + UInt8(ascii: "0") : digit - 10 + UInt8(ascii: "A")
                bits >>= 5
            }
            return 52
        }
    }
}
