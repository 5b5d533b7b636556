/// Counts of durations in bins that are less than 0.8 % wide, from a nanosecond to 12 days: percentiles in constant memory.
/// Those of a bin that holds one value only are exact.
package struct LogHistogram: Sendable, Hashable {
    private static let subdivisions = 128
    private static let octaves = 50
    /// 2^-30 seconds.
    private static let smallest = 0x1p-30
    private static let offset = smallest.bitPattern >> 45

    private var counts: [UInt32]
    /// The only value of a bin; not a number where there are several.
    private var values: [Double]
    package private(set) var count = 0
    /// The bins that may hold something.
    private var first = Int.max
    private var last = -1

    package init() {
        counts = Array(repeating: 0, count: Self.octaves * Self.subdivisions + 1)
        values = Array(repeating: 0, count: counts.count)
    }

    /// In seconds.
    @inline(__always)
    package mutating func record(_ value: Double) {
        let bin = Self.bin(of: value)
        if counts[bin] == 0 { values[bin] = value } else if values[bin] != value { values[bin] = .nan }
        counts[bin] &+= 1
        count += 1
        if bin < first { first = bin }
        if bin > last { last = bin }
    }

    /// Below the smallest bin is 0.
    private static func bin(of value: Double) -> Int {
        guard value >= smallest else { return 0 }
        return min(Int(value.bitPattern >> 45 - offset) + 1, octaves * subdivisions)
    }

    private static func lowerBound(_ bin: Int) -> Double {
        bin == 0 ? 0 : Double(bitPattern: (offset + UInt64(bin) - 1) << 45)
    }

    /// The value below which the share of all lies, in seconds; `nil` when nothing was recorded.
    package func quantile(_ share: Double) -> Double? {
        guard count > 0 else { return nil }
        let rank = share * Double(count)
        var seen = 0.0
        for bin in first...last where counts[bin] > 0 {
            let number = counts[bin]
            if seen + Double(number) >= rank {
                if bin == 0 { return 0 }
                if !values[bin].isNaN { return values[bin] }
                let (low, high) = (Self.lowerBound(bin), Self.lowerBound(bin + 1))
                return low + (high - low) * max(0, rank - seen) / Double(number)
            }
            seen += Double(number)
        }
        return Self.lowerBound(last + 1)
    }

    /// How many are not above a value, in seconds; those of its own bin by its place within that.
    package func count(upTo value: Double) -> Double {
        guard count > 0 else { return 0 }
        let own = Self.bin(of: value)
        var seen = 0.0
        for bin in first...last where bin < own { seen += Double(counts[bin]) }
        guard own > 0 else { return Double(counts[own]) }
        if counts[own] == 0 || !values[own].isNaN { return seen + (values[own] <= value ? Double(counts[own]) : 0) }
        let (low, high) = (Self.lowerBound(own), Self.lowerBound(own + 1))
        return seen + Double(counts[own]) * min(1, (value - low) / (high - low))
    }

    package mutating func add(_ other: LogHistogram) {
        guard other.count > 0 else { return }
        for bin in other.first...other.last where other.counts[bin] > 0 {
            if counts[bin] == 0 {
                values[bin] = other.values[bin]
            } else if values[bin] != other.values[bin] {
                values[bin] = .nan
            }
            counts[bin] &+= other.counts[bin]
        }
        count += other.count
        first = min(first, other.first)
        last = max(last, other.last)
    }

    package mutating func clear() {
        guard count > 0 else { return }
        for bin in first...last { counts[bin] = 0 }
        (count, first, last) = (0, .max, -1)
    }
}
