extension Traffic {
    /// The same course with so many times the users, passed through so many times as fast: a day in minutes with the rates
    /// of the day, or a part of them.
    package func scaled(by scale: Double, speed: Double) -> Traffic {
        var traffic = self
        traffic.horizon /= speed
        traffic.users = users.map { (time: $0.time / speed, count: $0.count * scale) }
        return traffic
    }
}

extension Traffic.Route {
    /// What to send. A route without parameters that takes no body can do without being told.
    package func toSend() throws(InputError) -> [Traffic.Request] {
        if !requests.isEmpty { return requests }
        let parts = name.split(separator: " ")
        guard parts.count == 2, parts[0] == "GET", !parts[1].contains("{") else {
            throw InputError("routes[\"\(name)\"].requests must say what to send")
        }
        return [Traffic.Request(path: String(parts[1]))]
    }
}
