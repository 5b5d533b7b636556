#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Closed forms for Poisson arrivals at servers of which there are so many: concurrency limits, provisioned concurrency,
/// queues.
package enum Erlang {
    /// The share that finds all `servers` busy and is lost (Erlang B), for any law of the service time; `load` is rate ×
    /// mean service time.
    package static func loss(servers: Int, load: Double) -> Double {
        var blocked = 1.0
        for server in stride(from: 1, through: servers, by: 1) {
            blocked = load * blocked / (Double(server) + load * blocked)
            // With more servers it only becomes less.
            if blocked == 0 { break }
        }
        return blocked
    }

    /// The share that has to wait (Erlang C), for exponential service; 1 when the load is too much.
    package static func wait(servers: Int, load: Double) -> Double {
        guard load < Double(servers) else { return 1 }
        let lost = loss(servers: servers, load: load)
        let spare = 1 - load / Double(servers)
        return lost / (spare + (1 - spare) * lost)
    }

    /// How long everyone waits on average, and the share that waits longer than `time`, in seconds; for ever where the load
    /// is too much.
    package static func waiting(
        servers: Int,
        rate: Double,
        meanService: Double,
        longerThan time: Double
    ) -> (probability: Double, mean: Double, longer: Double) {
        let probability = wait(servers: servers, load: rate * meanService)
        let drain = Double(servers) / meanService - rate
        guard drain > 0 else { return (1, .infinity, 1) }
        return (probability, probability / drain, probability * exp(-drain * time))
    }

    /// How long everyone waits on average for a single server (Pollaczek and Khinchine).
    package static func meanWait(rate: Double, meanService: Double, meanSquare: Double) -> Double {
        let load = rate * meanService
        return load < 1 ? rate * meanSquare / (2 * (1 - load)) : .infinity
    }
}

/// The stationary number of invocations under way where nothing limits it: Poisson, for any law of the service time.
package enum PoissonConcurrency {
    package static func probability(_ count: Int, load: Double) -> Double {
        load > 0 ? exp(Double(count) * log(load) - load - lgamma(Double(count) + 1)) : count == 0 ? 1 : 0
    }

    /// The smallest number that is not exceeded with the given probability.
    package static func quantile(_ share: Double, load: Double) -> Int {
        guard load > 0 else { return 0 }
        // What lies forty deviations off does not count.
        var sum = 0.0
        var count = Int(max(0, load - 40 * load.squareRoot() - 100))
        let limit = Int(load + 40 * load.squareRoot() + 100)
        while count < limit {
            sum += probability(count, load: load)
            if sum >= share { return count }
            count += 1
        }
        return limit
    }
}
