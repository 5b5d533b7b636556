#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A small, fast, seeded generator (SplitMix64, Steele, Lea and Flood 2014). Not for secrets.
package struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension SeededRandom {
    /// Above 0 and at most 1.
    package mutating func unit() -> Double { (Double(next() >> 11) + 1) * 0x1p-53 }

    /// Of an exponential law.
    package mutating func exponential(mean: Double) -> Double {
        let layers = ExponentialLayers.shared
        let bits = next()
        let layer = Int(bits & 0xFF)
        let value = Double(bits >> 11) * 0x1p-53 * layers.widths[layer]
        return (value < layers.widths[layer + 1] ? value : exponential(layer, value, layers)) * mean
    }

    /// For a value that is not certainly below the curve, which happens once in forty times.
    @inline(never)
    private mutating func exponential(_ layer: Int, _ value: Double, _ layers: ExponentialLayers) -> Double {
        // The tail is an exponential law again.
        if layer == 0 { return ExponentialLayers.tail - log(unit()) }
        let (low, high) = (layers.heights[layer], layers.heights[layer + 1])
        return low + unit() * (high - low) < exp(-value) ? value : exponential(mean: 1)
    }

    /// Mean 0, deviation 1 (Box and Muller 1958).
    package mutating func gaussian() -> Double { (-2 * log(unit())).squareRoot() * cos(2 * .pi * unit()) }
}
