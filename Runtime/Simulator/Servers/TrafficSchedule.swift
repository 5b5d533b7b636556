import Time

/// When which route is asked, one request after another: as the simulation has it.
package struct TrafficSchedule {
    package struct Request: Sendable, Hashable {
        /// Seconds since the start.
        package var time: Double
        /// Its place among the routes.
        package var route: Int
        /// Counts the requests of the route from 0.
        package var number: Int
    }

    private let traffic: Traffic
    private var arrivals: ArrivalProcess
    private var random: SeededRandom
    private var time = 0.0
    private var counts: [Int]

    package init(_ traffic: Traffic, seed: UInt64) {
        self.traffic = traffic
        var seeds = SeededRandom(seed: seed)
        arrivals = ArrivalProcess(traffic.arrivals(share: 1), seed: seeds.next())
        random = SeededRandom(seed: seeds.next())
        counts = Array(repeating: 0, count: traffic.routes.count)
    }

    /// `nil` at the end.
    package mutating func next() -> Request? {
        guard let next = arrivals.next(after: time), next < traffic.horizon else { return nil }
        time = next
        let route = traffic.routes.index(at: random.unit(), by: \.share)
        counts[route] += 1
        return Request(time: time, route: route, number: counts[route] - 1)
    }
}

extension Array {
    /// The place of the element that a point between 0 and 1 falls to, where all share that length out among them. There
    /// is one at least.
    @inline(__always)
    func index(at point: Double, by share: (Element) -> Double) -> Int {
        guard count > 1 else { return 0 }
        var left = point * reduce(0) { $0 + share($1) }
        for (number, element) in enumerated() {
            left -= share(element)
            if left <= 0 { return number }
        }
        return count - 1
    }
}
