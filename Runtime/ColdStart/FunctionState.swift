import Time

/// What the model knows of one function version.
struct FunctionState {
    /// The number of the function's first version, which is the function itself.
    var family: Int
    /// Where its concurrency on demand comes from.
    var pool: Int
    /// Invocations that count in the pool.
    var underWay = 0
    /// In MB.
    var memorySize: Int
    /// What a cold start costs, in seconds: greedy-dual weighs it.
    var startUpInSeconds: Double
    /// Counts the function's changes; environments of an older generation serve no new invocation.
    var generation: Int32 = 0
    var scaling: TokenBucket?
    /// Whether the fleet keeps provisioned concurrency for it.
    var isProvisioned = false
    /// Environments that serve an invocation or start for one.
    var busy = 0
    var finishing = 0
    var waiting = 0
    /// Environments that initialize ahead of need, without being provisioned.
    var preparing = 0
    /// All environments.
    var alive = 0
    /// Those that wait for an invocation; the provisioned ones stand apart.
    var idle: IdleEnvironments
    /// Invocations since the function last had no environment.
    var frequency = 0
    /// Since when no invocation is under way.
    var idleSince: Timestamp?
    /// When an environment is to be ready again.
    var preWarming: Timestamp?
    /// How long environments are kept from now on, in nanoseconds.
    var keepAlive: Int64

    /// An environment takes an invocation; `onDemand` is 1 where it counts in the pool.
    @inline(__always)
    mutating func begin(onDemand: Int) {
        frequency += 1
        busy += 1
        underWay += onDemand
    }

    /// An environment's invocation is over; the arguments are what it counted as.
    @inline(__always)
    mutating func end(finishing: Int, onDemand: Int) {
        busy -= 1
        self.finishing -= finishing
        underWay -= onDemand
    }

    /// The environment that is to serve an invocation, if one is idle.
    @inline(__always)
    mutating func reuse(_ random: inout SeededRandom, _ table: inout EnvironmentTable) -> Int? {
        guard let slot = idle.take(&random, &table) else { return nil }
        begin(onDemand: 1)
        return slot
    }
}
