/// What Lambda charges an invocation for (https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html).
package enum BilledDuration {
    /// Whole milliseconds, rounded up: the invocation and, since 2025-08-01 for every function, the init before it.
    package static func milliseconds(duration: Double, initDuration: Double = 0) -> Int {
        let sum = duration + initDuration
        // Sums of decimal fractions stray by their last binary digit; that is no started millisecond.
        return Int(exactly: (sum - 1e-7).rounded(.up)) ?? .max
    }

    package static func gigabyteSeconds(milliseconds: Double, memorySize: Int) -> Double {
        milliseconds / 1_000 * Double(memorySize) / 1_024
    }

    /// The share of a virtual CPU that so much memory brings: 1,769 MB are one
    /// (https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html).
    package static func virtualCPUs(memorySize: Int) -> Double { Double(memorySize) / 1_769 }
}
