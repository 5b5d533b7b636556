#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How fast those get on who share processors.
package struct ProcessorSharing: Sendable, Hashable {
    /// How much work all of them together get done, however many they are, in seconds a second; 1 at least.
    package var cores: Double
    /// How well the work is spread. Infinite: two never meet on one processor while another is free. An operating system
    /// that other programs keep busy as well manages less: 3 or so.
    package var evenness: Double

    package init(cores: Double, evenness: Double = .infinity) {
        (self.cores, self.evenness) = (cores, evenness)
    }

    /// Of each of so many, where one alone gets on at speed 1: the lower of 1 and `cores / count`, rounded off where they
    /// meet if the work is spread unevenly.
    package func speed(of count: Int) -> Double {
        guard count > 1 else { return 1 }
        guard evenness.isFinite else { return min(1, cores / Double(count)) }
        return pow(1 + (pow(Double(count), evenness) - 1) / pow(cores, evenness), -1 / evenness)
    }
}
