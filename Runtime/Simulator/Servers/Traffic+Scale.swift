extension Traffic {
    /// The same course with so many times the users, passed through so many times as fast: a day in minutes with the rates
    /// of the day, or a part of them.
    package func scaled(by scale: Double, speed: Double) -> Traffic {
        var traffic = self
        traffic.horizon /= speed
        traffic.users = users.map { (time: $0.time / speed, count: $0.count * scale) }
        return traffic
    }

    /// The most requests a second.
    package var peakRate: Double { users.reduce(0) { max($0, rate(at: $1.time)) } }

    /// What a route's requests are. One without parameters that takes no body can do without being told any.
    package static func requests(of route: Route) throws(InputError) -> [Request] {
        if !route.requests.isEmpty { return route.requests }
        let parts = route.name.split(separator: " ")
        guard parts.count == 2, parts[0] == "GET", !parts[1].contains("{") else {
            throw InputError("routes[\"\(route.name)\"].requests must say what to send")
        }
        return [Request(path: String(parts[1]))]
    }
}
