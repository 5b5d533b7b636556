import ColdStart
import Time

// MARK: - Requests through a gateway

extension Simulation {
    /// A request for one of a function's routes: refused where a throttle has no token left, and then not charged. Those
    /// before that one have spent theirs.
    mutating func request(_ index: Int) {
        guard let number = chosenRoute(of: index) else { return }
        let (route, before) = (functions[index].workload.routes[number], RouteTally(statistics.total))
        defer { statistics.requested(index, route: number, since: before) }
        for throttle in route.throttles {
            guard throttles[throttle].hasToken(at: timestamp) else { return statistics.refused(index) }
            throttles[throttle].spend()
        }
        statistics.called(route.api, index)
        (givenDuration, patience) = (route.duration.sample(&random), route.timeout)
        _ = admit(index, arrived: now)
        (givenDuration, patience) = (nil, .infinity)
    }

    /// By the routes' shares.
    private mutating func chosenRoute(of index: Int) -> Int? {
        let routes = functions[index].workload.routes
        guard routes.count > 1 else { return routes.indices.first }
        return routes.index(at: otherRandom.unit(), by: \.share)
    }
}
