import ColdStart
import Time

/// Laws of arrivals and service with ties, bursts and heavy tails, for properties that hold on every path.
package enum PathLaws {
    package struct Law: Sendable {
        package var gap: Distribution
        package var service: Distribution
        /// In seconds.
        package var keepAlive: Double
        /// Times are rounded to this, in seconds, so that moments coincide.
        package var grain: Double
    }

    package static let all: [Law] = [
        Law(gap: .exponential(mean: 1), service: .exponential(mean: 1), keepAlive: 3, grain: 1e-9),
        Law(gap: .exponential(mean: 0.1), service: .exponential(mean: 1), keepAlive: 2, grain: 1e-9),
        Law(gap: .exponential(mean: 1), service: .pareto(minimum: 0.2, shape: 1.3), keepAlive: 10, grain: 1e-9),
        Law(gap: .pareto(minimum: 0.05, shape: 1.1), service: .uniform(0, 3), keepAlive: 1, grain: 1e-9),
        Law(gap: .uniform(0, 2), service: .exponential(mean: 3), keepAlive: 5, grain: 0.5),
        Law(gap: .constant(0.3), service: .uniform(0, 2), keepAlive: 1, grain: 0.1),
    ]
}

/// Runs one path of arrivals and services through fleets of every placement and looks for anything that the theory of the
/// warm pool does not allow.
package struct PathCheck: Sendable {
    private let arrivals: [Int64]
    private let services: [Int64]
    private let keepAlive: Int64
    private let seed: UInt64

    package init(law: PathLaws.Law, arrivals count: Int, seed: UInt64) {
        var random = SeededRandom(seed: seed)
        func rounded(_ seconds: Double) -> Int64 {
            let grains = (seconds / law.grain).rounded()
            return Int64(grains * law.grain * 1e9)
        }
        var time: Int64 = 0
        var arrivals: [Int64] = []
        var services: [Int64] = []
        for _ in 0..<count {
            time += rounded(law.gap.sample(&random))
            arrivals.append(time)
            services.append(rounded(law.service.sample(&random)))
        }
        self.arrivals = arrivals
        self.services = services
        self.seed = seed
        keepAlive = rounded(law.keepAlive)
    }

    /// For each arrival whether it was cold, how many were busy before it, and how many environments were alive after it.
    private struct Path {
        var isCold: [Bool] = []
        var busyBefore: [Int32] = []
        var alive: [Int32] = []
    }

    private func run(_ placement: Placement, observe: (Int64, Int) -> Void = { _, _ in }) -> Path {
        var policy = FleetPolicy(
            placement: placement,
            keepAlive: .fixed(.nanoseconds(keepAlive)),
            maximumLife: nil
        )
        policy.seed = seed
        var fleet = Fleet(limits: .unlimited, policy: policy)
        let function = fleet.add()
        var departures = EventQueue()
        var environments: [EnvironmentID] = []
        var path = Path()
        for (index, arrival) in arrivals.enumerated() {
            while departures.first.time <= arrival {
                let departure = departures.first
                departures.removeFirst()
                expire(&fleet, function, departure.time)
                let moment = Timestamp(nanosecondsSinceEpoch: departure.time)
                _ = fleet.release(environments[departure.subject], of: function, at: moment)
                observe(departure.time, fleet.count(of: function).busy)
            }
            expire(&fleet, function, arrival)
            path.busyBefore.append(Int32(fleet.count(of: function).busy))
            switch fleet.arrive(function, at: Timestamp(nanosecondsSinceEpoch: arrival)) {
            case .start(let id):
                path.isCold.append(true)
                if id.slot == environments.count { environments.append(id) } else { environments[id.slot] = id }
                departures.push(Event(.departure, id.slot, at: arrival + services[index]))
            case .reuse(let id):
                path.isCold.append(false)
                departures.push(Event(.departure, id.slot, at: arrival + services[index]))
            case .wait, .waitBriefly, .throttle: path.isCold.append(false)
            }
            observe(arrival, fleet.count(of: function).busy)
            path.alive.append(Int32(fleet.environmentCount))
        }
        return path
    }

    private func expire(_ fleet: inout Fleet, _ function: FunctionID, _ time: Int64) {
        let now = Timestamp(nanosecondsSinceEpoch: time)
        while let next = fleet.nextExpiry(of: function), next <= now { _ = fleet.expire(function, at: now) }
    }

    /// Under most-recently-used placement, as many environments are alive as were busy at most within the keep-alive time,
    /// and an arrival is cold exactly when it lifts the busy count above that.
    package func pathIdentityViolations() -> Int {
        var window = SlidingMaximum(width: keepAlive)
        var cold: [Bool] = []
        var alive: [Int32] = []
        var reached = 0
        // The busy counts come from the run, what follows from them is worked out here.
        let path = run(.mostRecentlyUsed) { time, busy in
            let isArrival = busy > reached
            if isArrival {
                cold.append(busy > window.maximum(at: time))
                window.add(busy, at: time)
                alive.append(Int32(window.maximum(at: time)))
            } else {
                window.falls(to: busy, at: time)
            }
            reached = busy
        }
        guard cold.count == path.isCold.count else { return arrivals.count }
        return zip(cold, path.isCold).count { $0 != $1 } + zip(alive, path.alive).count { $0 != $1 }
    }

    /// Every other placement keeps at least as many alive at every arrival, and is cold only where the most recently used
    /// one is.
    package func dominanceViolations(of placements: [Placement] = Placement.allCases) -> Int {
        let reference = run(.mostRecentlyUsed)
        return placements.filter { $0 != .mostRecentlyUsed }.reduce(0) { sum, placement in
            let path = run(placement)
            return sum + zip(path.isCold, reference.isCold).count { $0 && !$1 }
                + zip(path.alive, reference.alive).count { $0 < $1 }
        }
    }
}

/// The most that a step function has reached within a time before now.
struct SlidingMaximum {
    private struct Level {
        var value: Int
        /// Until when the function was at this level; `.max` while it is.
        var until: Int64
    }

    private let width: Int64
    private var levels: [Level] = []
    private var head = 0

    init(width: Int64) { self.width = width }

    /// The function has risen to `value`.
    mutating func add(_ value: Int, at time: Int64) {
        if head < levels.count, levels[levels.count - 1].until == .max { levels[levels.count - 1].until = time }
        while levels.count > head, levels[levels.count - 1].value <= value { levels.removeLast() }
        levels.append(Level(value: value, until: .max))
    }

    /// The function has fallen to `value`.
    mutating func falls(to value: Int, at time: Int64) {
        if head < levels.count, levels[levels.count - 1].until == .max { levels[levels.count - 1].until = time }
        levels.append(Level(value: value, until: .max))
    }

    /// Over the time from `width` ago, what ended at that very moment left out, to now.
    mutating func maximum(at time: Int64) -> Int {
        while head < levels.count, levels[head].until != .max, levels[head].until <= time - width { head += 1 }
        return head < levels.count ? levels[head].value : 0
    }
}
