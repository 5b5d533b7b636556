#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What is known of the values of a metric in a stretch of time: their number, sum and bounds, and how they are spread,
/// to within one percent.
struct StatisticSet: Sendable, Hashable {
    private(set) var count = 0.0
    private(set) var sum = 0.0
    private(set) var minimum = Double.infinity
    private(set) var maximum = -Double.infinity
    /// How many values lie in each bucket; a bucket reaches from a bound to 1.02 times that bound. Empty where values
    /// came summed up.
    private var buckets: [Int32: Double] = [:]

    init() {}

    /// A single value.
    init(_ value: Double) { add(value) }

    /// Values that were summed up by who reports them.
    init(count: Double, sum: Double, minimum: Double, maximum: Double) {
        (self.count, self.sum, self.minimum, self.maximum) = (count, sum, minimum, maximum)
    }

    mutating func add(_ value: Double, times: Double = 1) {
        count += times
        sum += value * times
        minimum = min(minimum, value)
        maximum = max(maximum, value)
        buckets[Self.bucket(of: value), default: 0] += times
    }

    mutating func merge(_ other: StatisticSet) {
        count += other.count
        sum += other.sum
        minimum = min(minimum, other.minimum)
        maximum = max(maximum, other.maximum)
        buckets.merge(other.buckets) { $0 + $1 }
    }

    var average: Double { count > 0 ? sum / count : 0 }

    /// Some of the values, which are all about the same.
    struct Share {
        var value: Double
        /// How many they are.
        var count: Double
        /// Where they lie; `nil` where `value` is what they are.
        var bucket: Int32?

        /// What lies in the bucket of the bound is not above it.
        func isAbove(_ bound: Double) -> Bool { bucket.map { $0 > StatisticSet.bucket(of: bound) } ?? (value > bound) }
    }

    /// The values in their order; `nil` where they are not known.
    var spread: [Share]? {
        if minimum == maximum { return [Share(value: minimum, count: count)] }
        let known = buckets.values.reduce(0, +)
        guard known > 0, known >= count * 0.999 else { return nil }
        return buckets.sorted { $0.key < $1.key }.map { bucket, count in
            let value = min(max(Self.middle(of: bucket), minimum), maximum)
            return Share(value: value, count: count, bucket: bucket)
        }
    }

    /// The value below which so many percent of the values lie; `nil` where that cannot be told any more.
    func percentile(_ percent: Double) -> Double? {
        if minimum == maximum { return minimum }
        guard let spread else { return nil }
        var left = spread.reduce(0) { $0 + $1.count } * percent / 100
        for share in spread {
            left -= share.count
            if left <= 0 { return share.value }
        }
        return maximum
    }

    // MARK: Buckets

    private static let logOfBase = log(1.02)
    /// So that buckets of values below one are positive too: zero is bucket 0, negative values have negative ones.
    private static let offset = 40_000.0

    private static func bucket(of value: Double) -> Int32 {
        if value == 0 { return 0 }
        let index = (log(abs(value)) / logOfBase).rounded(.down) + offset
        return Int32(min(max(index, 1), 2 * offset)) * (value < 0 ? -1 : 1)
    }

    private static func middle(of bucket: Int32) -> Double {
        if bucket == 0 { return 0 }
        let size = exp((Double(abs(bucket)) - offset + 0.5) * logOfBase)
        return bucket < 0 ? -size : size
    }

    // MARK: Bytes

    /// Four doubles, and for each bucket its number and a double, the lowest byte first.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        for number in [count, sum, minimum, maximum] { Self.append(number.bitPattern, to: &bytes) }
        for (bucket, count) in buckets {
            Self.append(UInt32(bitPattern: bucket), to: &bytes)
            Self.append(count.bitPattern, to: &bytes)
        }
        return bytes
    }

    private static func append(_ number: some FixedWidthInteger, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    init(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= 32 else { return }
        let double = { (offset: Int) in
            Double(bitPattern: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
        }
        (count, sum, minimum, maximum) = (double(0), double(8), double(16), double(24))
        for offset in stride(from: 32, through: bytes.count - 12, by: 12) {
            let bucket = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
            buckets[Int32(bitPattern: bucket)] = double(offset + 4)
        }
    }
}
