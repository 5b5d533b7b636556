import ColdStart
import JSON

extension SimulationReport {
    /// What came to a function, or to one of its routes, and what became of it.
    package struct Part: Sendable {
        package var name: String
        /// Invocations, messages or records a second.
        package var offeredPerSecond: Double
        /// The share of what came; of all attempts; of what was served.
        package var refused: Double
        package var throttled: Double
        package var timedOut: Double
        package var cold: Double
        /// In seconds; `nil` where nothing was served.
        package var meanLatency: Double?
        /// Of requests, compute, gateway and queues, at what they cost on average in a month like this without the free
        /// tier; `nil` of a route.
        package var dollarsPerHour: Double?
        package var routes: [Part] = []

        init(
            _ workload: Workload,
            _ tally: Tally,
            _ routes: [RouteTally],
            _ prices: PriceTable,
            seconds: Double
        ) {
            self.init(workload.name, RouteTally(tally), offered: tally.offered, seconds: seconds)
            let usage = Observation([tally]).usage([workload]).scaled(by: seconds > 0 ? 3_600 / seconds : 0)
            dollarsPerHour = Bill(usage, prices: prices, freeTier: false).total
            self.routes = zip(workload.routes, routes).map { Part($0.name, $1, offered: $1.offered, seconds: seconds) }
        }

        private init(_ name: String, _ tally: RouteTally, offered: Double, seconds: Double) {
            func share(_ count: Double, _ all: Double) -> Double { all > 0 ? count / all : 0 }
            self.name = name
            offeredPerSecond = share(offered, seconds)
            refused = share(tally.refused, offered)
            throttled = share(tally.throttled, tally.throttled + tally.accepted)
            (timedOut, cold) = (share(tally.timedOut, tally.accepted), share(tally.cold, tally.accepted))
            meanLatency = tally.accepted > 0 ? tally.latency / tally.accepted : nil
        }

        package var json: JSON {
            [
                "name": .string(name), "offeredPerSecond": JSON(offeredPerSecond), "refused": JSON(refused),
                "throttled": JSON(throttled), "timedOut": JSON(timedOut), "cold": JSON(cold),
                "meanLatency": meanLatency.map { JSON($0) } ?? .null,
                "dollarsPerHour": dollarsPerHour.map { JSON($0) } ?? .null,
                "routes": .array(routes.map(\.json)),
            ]
        }
    }

    /// Dollars spent up to moments in seconds, without the free tier and what is billed for a shortest time.
    static func costs(_ simulation: Simulation) -> [(time: Double, dollars: Double)] {
        let prices = Observation(batchesOf: simulation).prices(simulation.workloads)
        var (time, dollars) = (simulation.scenario.skip, 0.0)
        return [(time, dollars)]
            + simulation.statistics.batches.map { batch in
                time += batch.seconds
                let usage = Observation([batch]).usage(simulation.workloads)
                dollars += Bill(usage, prices: prices, freeTier: false).total
                return (time, dollars)
            }
    }

    /// What so many seconds like those that were simulated cost, with what AWS bills for a shortest time.
    package func bill(ofSeconds length: Double, freeTier: Bool) -> Bill {
        let usage = usage.scaled(by: seconds > 0 ? length / seconds : 0)
        return Bill(usage.billed(forSeconds: length), freeTier: freeTier)
    }

    package static let thirtyDays = 30.0 * 86_400

    /// Dollars for 30 days like this.
    package var monthly: [(key: String, label: String, dollars: Double)] {
        [
            ("dollarsOf30Days", "Cost of 30 days like this", false),
            ("dollarsOf30DaysWithFreeTier", "  with the free tier", true),
        ].map { ($0, $1, bill(ofSeconds: Self.thirtyDays, freeTier: $2).total) }
    }
}
