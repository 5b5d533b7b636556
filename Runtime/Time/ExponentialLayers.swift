#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The area under e^-x cut into 256 layers of the same size, the lowest with the tail: a random point of a random layer
/// mostly lies under the curve, and then is an exponential number without any logarithm (Marsaglia and Tsang 2000, "The
/// Ziggurat Method for Generating Random Variables").
struct ExponentialLayers: Sendable {
    static let shared = ExponentialLayers()

    /// Where the tail begins, and the area of a layer.
    static let tail = 7.697_117_470_131_05
    private static let area = 0.003_949_659_822_581_557

    /// The widths of the layers from the lowest up, and 0 behind them; what the curve is there. In place for ever.
    nonisolated(unsafe) let widths: UnsafePointer<Double>
    nonisolated(unsafe) let heights: UnsafePointer<Double>

    private init() {
        let widths = UnsafeMutablePointer<Double>.allocate(capacity: 257)
        let heights = UnsafeMutablePointer<Double>.allocate(capacity: 257)
        widths[0] = Self.area * exp(Self.tail)
        widths[1] = Self.tail
        for layer in 2..<256 { widths[layer] = -log(exp(-widths[layer - 1]) + Self.area / widths[layer - 1]) }
        widths[256] = 0
        for layer in 0...256 { heights[layer] = exp(-widths[layer]) }
        (self.widths, self.heights) = (UnsafePointer(widths), UnsafePointer(heights))
    }
}
