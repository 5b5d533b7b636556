import ColdStart

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Latencies of a handler with, at the probability of a cold start, an init before it; either takes a fixed or an
/// exponential time. In seconds.
package struct LatencyLaw: Sendable {
    package enum Time: Sendable {
        case constant(Double)
        case exponential(mean: Double)

        package var mean: Double {
            switch self {
            case .constant(let value): value
            case .exponential(let mean): mean
            }
        }
    }

    private let handler: Time
    private let initialization: Time
    private let coldStart: Double

    package init(handler: Time, initialization: Time, coldStart: Double) {
        (self.handler, self.initialization, self.coldStart) = (handler, initialization, coldStart)
    }

    /// The latency that the given share stays at or below.
    package func quantile(_ share: Double) -> Double {
        var tail = 1 - share
        // Where warm starts end and cold ones begin, a binary fraction must not decide on which side it is.
        if abs(tail - coldStart) < 1e-12 { tail = coldStart }
        func isReached(_ time: Double) -> Bool {
            (1 - coldStart) * warmAbove(time) + (coldStart - tail) <= coldStart * coldBelow(time)
        }
        var (low, high) = (0.0, max(1e-300, handler.mean + initialization.mean))
        while !isReached(high) && high < 1e300 { high *= 2 }
        for _ in 0..<200 {
            let middle = (low + high) / 2
            if isReached(middle) { high = middle } else { low = middle }
        }
        return high
    }

    /// The share of warm starts that take longer.
    private func warmAbove(_ time: Double) -> Double {
        switch handler {
        case .constant(let value): time < value ? 1 : 0
        // Never none.
        case .exponential(let mean): max(.leastNormalMagnitude, exp(-time / mean))
        }
    }

    /// The share of cold starts that take no longer.
    private func coldBelow(_ time: Double) -> Double {
        switch (handler, initialization) {
        case (.constant(let first), .constant(let second)): time < first + second ? 0 : 1
        case (.constant(let shift), .exponential(let mean)), (.exponential(let mean), .constant(let shift)):
            time > shift ? -expm1(-(time - shift) / mean) : 0
        case (.exponential(let first), .exponential(let second)): Self.sumBelow(time, first, second)
        }
    }

    /// The sum of two exponential times.
    private static func sumBelow(_ time: Double, _ first: Double, _ second: Double) -> Double {
        guard abs(first - second) > 1e-6 * max(first, second) else {
            let mean = (first + second) / 2
            return -expm1(-time / mean) - time / mean * exp(-time / mean)
        }
        return -(first * expm1(-time / first) - second * expm1(-time / second)) / (first - second)
    }
}
