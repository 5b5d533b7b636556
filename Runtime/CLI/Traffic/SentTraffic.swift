import Simulator

/// What came of the requests that were sent.
struct SentTraffic: Sendable {
    struct Route: Sendable {
        var name: String
        var sent = 0
        /// By hundreds: 2 is 2xx. 429 apart, and what got no answer as 0.
        var answers: [Int: Int] = [:]
        var throttled = 0
        var latencies = LogHistogram()
    }

    var routes: [Route]
    /// What was due while too many were under way.
    var notSent = 0
    var seconds = 0.0
    private var underWay = 0

    init(routes: [String]) { self.routes = routes.map { Route(name: $0) } }

    /// Whether one more may be sent.
    mutating func begins(_ route: Int, limit: Int) -> Bool {
        guard underWay < limit else {
            notSent += 1
            return false
        }
        underWay += 1
        routes[route].sent += 1
        return true
    }

    mutating func ends(_ route: Int, _ status: Int?, _ latency: Double) {
        underWay -= 1
        if status == 429 {
            routes[route].throttled += 1
        } else {
            routes[route].answers[(status ?? 0) / 100, default: 0] += 1
        }
        if status != nil { routes[route].latencies.record(latency) }
    }

    /// All routes together.
    var all: Route {
        routes.reduce(into: Route(name: "all")) { all, route in
            all.sent += route.sent
            all.answers.merge(route.answers, uniquingKeysWith: +)
            all.throttled += route.throttled
            all.latencies.add(route.latencies)
        }
    }
}
