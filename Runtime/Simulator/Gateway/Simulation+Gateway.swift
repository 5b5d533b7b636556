import ColdStart
import Time

// MARK: - Requests through a gateway

extension Simulation {
    /// A request for one of a function's routes: refused where a throttle has no token left, and then not charged.
    mutating func request(_ index: Int) {
        guard let route = chosenRoute(of: index) else { return }
        for throttle in route.throttles where !throttles[throttle].hasToken(at: timestamp) {
            return statistics.refused(index)
        }
        for throttle in route.throttles { throttles[throttle].spend() }
        statistics.called(route.api, index)
        (givenDuration, patience) = (route.duration.sample(&random), route.timeout)
        _ = admit(index, arrived: now)
        (givenDuration, patience) = (nil, .infinity)
    }

    /// By the routes' shares.
    private mutating func chosenRoute(of index: Int) -> GatewayRoute? {
        let routes = functions[index].workload.routes
        guard routes.count > 1 else { return routes.first }
        var left = otherRandom.unit() * routes.reduce(0) { $0 + $1.share }
        for route in routes {
            left -= route.share
            if left <= 0 { return route }
        }
        return routes.last
    }
}
