/// A moment, in nanoseconds since 1970-01-01T00:00:00Z. Good until the year 2262.
package struct Timestamp: Sendable, Hashable, Comparable {
    package var nanosecondsSinceEpoch: Int64

    package init(nanosecondsSinceEpoch: Int64) { self.nanosecondsSinceEpoch = nanosecondsSinceEpoch }
    package init(millisecondsSinceEpoch: Int64) { nanosecondsSinceEpoch = millisecondsSinceEpoch * 1_000_000 }
    package init(secondsSinceEpoch: Double) { nanosecondsSinceEpoch = Int64(secondsSinceEpoch * 1e9) }

    /// Rounded down.
    package var millisecondsSinceEpoch: Int64 { nanosecondsSinceEpoch / 1_000_000 }
    /// With fraction.
    package var secondsSinceEpoch: Double { Double(nanosecondsSinceEpoch) / 1e9 }

    package static func < (lhs: Self, rhs: Self) -> Bool { lhs.nanosecondsSinceEpoch < rhs.nanosecondsSinceEpoch }

    package static func + (lhs: Self, rhs: Duration) -> Self {
        Self(nanosecondsSinceEpoch: lhs.nanosecondsSinceEpoch + rhs.nanoseconds)
    }

    package static func - (lhs: Self, rhs: Duration) -> Self {
        Self(nanosecondsSinceEpoch: lhs.nanosecondsSinceEpoch - rhs.nanoseconds)
    }

    /// How long from `rhs` to `lhs`: positive when `lhs` is later.
    package static func - (lhs: Self, rhs: Self) -> Duration {
        Duration(attoseconds: Int128(lhs.nanosecondsSinceEpoch - rhs.nanosecondsSinceEpoch) * 1_000_000_000)
    }
}

extension Duration {
    /// Rounded towards zero.
    package var nanoseconds: Int64 { Int64(attoseconds / 1_000_000_000) }

    /// With fraction.
    package var inMilliseconds: Double { Double(nanoseconds) / 1e6 }
    /// With fraction.
    package var inSeconds: Double { Double(nanoseconds) / 1e9 }
}

extension Timestamp {
    /// The moment so many nanoseconds later; what the year 2262 does not hold stays at its end. For code that has no
    /// time to spare: `Duration` counts in 128 bits.
    package func adding(nanoseconds: Int64) -> Self {
        let (sum, overflow) = nanosecondsSinceEpoch.addingReportingOverflow(nanoseconds)
        return Self(nanosecondsSinceEpoch: overflow ? .max : sum)
    }
}
