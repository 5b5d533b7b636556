/// The greedy-dual rule of "FaasCache: Keeping Serverless Computing Alive with Greedy-Dual Caching" (Fuerst and Sharma,
/// ASPLOS 2021): an environment's priority is the clock at its last use plus frequency × cost / size. What has the
/// lowest priority ends first, and the clock moves on to the priority of what has ended.
package struct GreedyDual: Sendable, Hashable {
    package private(set) var clock: Double

    package init(clock: Double = 0) { self.clock = clock }

    /// `frequency` counts the function's invocations since it last had no environment, `cost` is its start in seconds,
    /// `size` its memory in MB.
    package func priority(frequency: Int, costInSeconds: Double, sizeInMB: Int) -> Double {
        clock + Double(frequency) * costInSeconds / Double(max(1, sizeInMB))
    }

    /// An environment of this priority has been ended to make room.
    package mutating func evicted(priority: Double) { clock = max(clock, priority) }
}
