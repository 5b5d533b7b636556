#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// For which part of their time environments compute, where they share processors: while they start, and in the handler.
/// The rest they wait for something else, other services mostly, which takes as long however many compute.
package struct ComputingShares: Sendable, Hashable {
    package var start = 1.0
    package var handler = 1.0

    package init(start: Double = 1, handler: Double = 1) {
        (self.start, self.handler) = (start, handler)
    }
}

/// How fast those get on who share processors.
package struct ProcessorSharing: Sendable, Hashable {
    /// How much work all of them together get done, however many they are, in seconds a second; 1 at least.
    package var cores: Double
    /// How well the work is spread. Infinite: two never meet on one processor while another is free. An operating system
    /// that other programs keep busy as well manages less: 3 or so.
    package var evenness: Double
    /// Of other programs, how many compute all the time, on average. Only where the work is spread evenly.
    package var others: Double

    package init(cores: Double, evenness: Double = .infinity, others: Double = 0) {
        (self.cores, self.evenness, self.others) = (cores, evenness, others)
    }

    /// Of each of so many, where one alone gets on at speed 1: the lower of 1 and `cores / count`, rounded off where they
    /// meet if the work is spread unevenly.
    package func speed(of count: Int) -> Double {
        guard evenness.isFinite else { return min(1, cores / max(1, Double(count) + others)) }
        guard count > 1 else { return 1 }
        return pow(1 + (pow(Double(count), evenness) - 1) / pow(cores, evenness), -1 / evenness)
    }
}
