#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The exact stationary figures of environments under most-recently-used placement and a fixed keep-alive, for Poisson
/// arrivals and exponential service that a cold start does not change.
///
/// Environments form a stack, so that one that becomes idle when the busy count falls from n to n - 1 is used again when
/// it next comes back to n. Hence as many are alive as were busy at once at most within the keep-alive time, and an
/// arrival is cold when it lifts the busy count above that.
package struct MostRecentlyUsedPool: Sendable, Hashable {
    package let coldStartProbability: Double
    package let environments: Double
    package let running: Double
    package let throttleProbability: Double

    /// `rate` a second, `meanService` and `keepAlive` in seconds; `limit` is the most invocations at once.
    package init(rate: Double, meanService: Double, keepAlive: Double, limit: Int? = nil) {
        let load = rate * meanService
        guard load > 0 else {
            // Nothing is ever under way, but for a moment.
            coldStartProbability = exp(-rate * keepAlive)
            (environments, running, throttleProbability) = (-expm1(-rate * keepAlive), 0, limit == 0 ? 1 : 0)
            return
        }
        let states = Self.stationary(load: load, limit: limit)
        throttleProbability = limit == nil ? 0 : states.last ?? 0
        running = load * (1 - throttleProbability)
        var (cold, alive) = (0.0, 0.0)
        // The busy count passes from `top` to `top + 1`, or does not for the keep-alive time.
        for top in 0..<max(0, states.count - 1) {
            let survival = Self.survival(top: top, rate: rate, service: 1 / meanService, time: keepAlive)
            cold += states[top] * survival[top]
            alive += 1 - zip(states, survival).reduce(0) { $0 + $1.0 * $1.1 }
        }
        coldStartProbability = throttleProbability < 1 ? cold / (1 - throttleProbability) : 0
        environments = alive
    }

    /// About how many steps of arithmetic the figures take.
    package static func work(rate: Double, meanService: Double, keepAlive: Double, limit: Int?) -> Double {
        guard meanService > 0 else { return 1 }
        let states = Double(states(load: rate * meanService, limit: limit))
        let steps = (rate + states / 2 / meanService) * keepAlive
        return states * states / 2 * (steps + 9 * steps.squareRoot() + 40)
    }

    /// As many as may be under way, and none; what lies far above the mean does not count.
    private static func states(load: Double, limit: Int?) -> Int {
        min(limit ?? .max, Int(min(1e9, load + 12 * load.squareRoot() + 30))) + 1
    }

    /// The probability of each number of invocations under way, up to where nothing is left.
    private static func stationary(load: Double, limit: Int?) -> [Double] {
        let count = states(load: load, limit: limit) - 1
        let weights = (0...count).map { PoissonConcurrency.probability($0, load: load) }
        let sum = weights.reduce(0, +)
        return weights.map { $0 / sum }
    }

    /// For each start from 0 to `top`, the probability that the busy count does not exceed `top` within `time`: the
    /// matrix exponential of the birth and death process that ends there, by uniformization.
    private static func survival(top: Int, rate: Double, service: Double, time: Double) -> [Double] {
        guard time > 0 else { return [Double](repeating: 1, count: top + 1) }
        let pace = rate + Double(top) * service
        let steps = pace * time
        let last = Int(steps + 9 * steps.squareRoot() + 40)
        let logSteps = log(steps)
        var state = [Double](repeating: 1, count: top + 1)
        var result = [Double](repeating: 0, count: top + 1)
        for step in 0...last {
            let weight = exp(Double(step) * logSteps - steps - lgamma(Double(step) + 1))
            for index in 0...top { result[index] += weight * state[index] }
            advance(&state, up: rate / pace, down: service / pace)
        }
        return result
    }

    private static func advance(_ state: inout [Double], up: Double, down: Double) {
        var below = 0.0
        for index in state.indices {
            let here = state[index]
            let above = index + 1 < state.count ? state[index + 1] : 0
            let falls = Double(index) * down
            state[index] = up * above + falls * below + (1 - up - falls) * here
            below = here
        }
    }
}
