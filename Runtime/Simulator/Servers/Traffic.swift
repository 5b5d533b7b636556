import ColdStart
import JSON

/// What users of a whole application do: how many there are over time, and which routes they ask for.
package struct Traffic: Sendable {
    package struct Route: Sendable {
        /// `GET /books/{book_id}`.
        package var name: String
        /// Of all requests.
        package var share: Double
        package var handler: Distribution
        /// The usage plan of the one key that all its requests come with, by name or logical id.
        package var plan: String?
        /// What is sent where the traffic is sent to a gateway, one after another.
        package var requests: [Request]

        package init(
            name: String,
            share: Double,
            handler: Distribution,
            plan: String? = nil,
            requests: [Request] = []
        ) {
            self.name = name
            self.share = share
            self.handler = handler
            self.plan = plan
            self.requests = requests
        }
    }

    package struct Request: Sendable, Hashable {
        /// With its query.
        package var path: String
        package var body: JSON?

        package init(path: String, body: JSON? = nil) { (self.path, self.body) = (path, body) }
    }

    /// A queue or a table's stream that requests fill and whose batches a function takes.
    package struct Source: Sendable {
        package var name: String
        /// Messages or records.
        package var perRequest: Double
        /// For a batch.
        package var handler: Distribution
        /// The share that the filters of the event source mapping let through; `nil` where the file is silent.
        package var passing: Double?
        /// The share of batches that fail or, where the function tells which, of messages.
        package var errorRate: Double
        /// Of a stream.
        package var shards: Int
    }

    package var title: String
    package var horizon: Double
    package var requestsPerUserPerMinute: Double
    /// Ascending times in seconds with the number of users, straight lines between them.
    package var users: [(time: Double, count: Double)]
    package var routes: [Route]
    package var queues: [Source]
    package var streams: [Source]
    package var servers: ServerFleet?
    package var accountConcurrency: Int?
    /// The account's, for all APIs.
    package var gatewayThrottle: GatewayThrottle

    /// Reads a traffic file; an error says which member is wrong.
    package init(_ json: JSON) throws(InputError) {
        guard let members = json.objectValue else { throw InputError("expected a JSON object") }
        let known = [
            "title", "time", "requestsPerUserPerMinute", "users", "routes", "queues", "streams", "servers",
            "accountConcurrency", "gatewayThrottle",
        ]
        try Self.refuseUnknown(members, known, "")
        title = json["title"]?.stringValue ?? "traffic"
        horizon = try Self.seconds(json["time"], "time")
        guard horizon > 0 else { throw InputError("time must be above 0") }
        requestsPerUserPerMinute = try Self.positive(json["requestsPerUserPerMinute"], "requestsPerUserPerMinute")
        users = try Self.users(json["users"])
        routes = try Self.routes(json["routes"])
        queues = try Self.sources(json["queues"], "queues", "messagesPerRequest")
        streams = try Self.sources(json["streams"], "streams", "recordsPerRequest")
        gatewayThrottle =
            try json["gatewayThrottle"].map { json throws(InputError) in try Self.throttle(json) } ?? .account
        servers = try json["servers"].map { json throws(InputError) in try Self.servers(json) }
        accountConcurrency = nil
        if let account = json["accountConcurrency"] {
            accountConcurrency = try Self.count(account, "accountConcurrency")
        }
    }

    /// Users at a moment.
    package func users(at time: Double) -> Double {
        guard let first = users.first, let last = users.last else { return 0 }
        if time <= first.time { return first.count }
        guard let upper = users.firstIndex(where: { $0.time >= time }) else { return last.count }
        let (low, high) = (users[upper - 1], users[upper])
        let width = high.time - low.time
        return width > 0 ? low.count + (high.count - low.count) * (time - low.time) / width : high.count
    }

    /// Requests a second at a moment.
    package func rate(at time: Double) -> Double { users(at: time) * requestsPerUserPerMinute / 60 }

    /// When a share of all requests comes, or more than one thing for each request: Poisson, with a rate for each minute or
    /// each of 200 parts of the time.
    package func arrivals(share: Double) -> ArrivalLaw {
        let span = max(min(60, horizon / 200), horizon / 100_000)
        let spans = Int((horizon / span).rounded(.up))
        return .profile(rates: (0..<spans).map { rate(at: (Double($0) + 0.5) * span) * share }, span: span)
    }

    // MARK: Reading

    private static func refuseUnknown(
        _ members: JSON.Object,
        _ known: [String],
        _ path: String
    ) throws(InputError) {
        for key in members.keys where !known.contains(key) {
            throw InputError("\(path)\(key) is not known; there are \(known.joined(separator: ", "))")
        }
    }

    private static func positive(_ json: JSON?, _ path: String) throws(InputError) -> Double {
        guard let value = json?.doubleValue, value > 0, value < 1e12 else {
            throw InputError("\(path) must be a number above 0")
        }
        return value
    }

    private static func count(_ json: JSON?, _ path: String) throws(InputError) -> Int {
        guard let count = json?.intValue, (1...1_000_000_000).contains(count) else {
            throw InputError("\(path) must be a whole number from 1")
        }
        return count
    }

    private static func seconds(_ json: JSON?, _ path: String) throws(InputError) -> Double {
        guard let text = json?.stringValue else { throw InputError("\(path) must be a time such as \"2h\"") }
        return try Quantity.seconds(text)
    }

    private static func users(_ json: JSON?) throws(InputError) -> [(time: Double, count: Double)] {
        guard let list = json?.arrayValue, !list.isEmpty else {
            throw InputError("users must be a list such as [{\"at\": \"0h\", \"count\": 1000}]")
        }
        var users: [(time: Double, count: Double)] = []
        for (index, entry) in list.enumerated() {
            let time = try seconds(entry["at"], "users[\(index)].at")
            guard let count = entry["count"]?.doubleValue, count >= 0, count < 1e12 else {
                throw InputError("users[\(index)].count must be a number from 0")
            }
            if let last = users.last, time < last.time {
                throw InputError("users[\(index)].at is before the one above it")
            }
            users.append((time, count))
        }
        return users
    }

    private static func routes(_ json: JSON?) throws(InputError) -> [Route] {
        guard let members = json?.objectValue, !members.isEmpty else {
            throw InputError(
                "routes must be an object such as {\"GET /books/{id}\": {\"share\": 1, \"handler\": \"20ms\"}}"
            )
        }
        var routes: [Route] = []
        for member in members.members {
            let path = "routes[\"\(member.key)\"]"
            guard let route = member.value.objectValue else { throw InputError("\(path) must be an object") }
            try refuseUnknown(route, ["share", "handler", "plan", "requests"], path + ".")
            let share = try positive(member.value["share"], "\(path).share")
            let handler = try handler(member.value["handler"], path)
            routes.append(
                Route(
                    name: member.key,
                    share: share,
                    handler: handler,
                    plan: member.value["plan"]?.stringValue,
                    requests: try requests(member.value["requests"], path)
                )
            )
        }
        let sum = routes.reduce(0) { $0 + $1.share }
        guard abs(sum - 1) < 0.005 else { throw InputError("the shares of all routes come to \(sum), not to 1") }
        return routes
    }

    private static func requests(_ json: JSON?, _ path: String) throws(InputError) -> [Request] {
        guard let json else { return [] }
        guard let list = json.arrayValue, !list.isEmpty else {
            throw InputError("\(path).requests must be a list such as [{\"path\": \"/books/c1\"}]")
        }
        var requests: [Request] = []
        for (index, entry) in list.enumerated() {
            guard let members = entry.objectValue, let target = entry["path"]?.stringValue, target.hasPrefix("/") else {
                throw InputError("\(path).requests[\(index)].path must be a path such as \"/books/c1\"")
            }
            try refuseUnknown(members, ["path", "body"], "\(path).requests[\(index)].")
            requests.append(Request(path: target, body: entry["body"]))
        }
        return requests
    }

    private static func handler(_ json: JSON?, _ path: String) throws(InputError) -> Distribution {
        guard let text = json?.stringValue else {
            throw InputError("\(path).handler must be a law of times such as \"lognormal:20ms,0.5\"")
        }
        return try Distribution(text: text)
    }

    private static func sources(_ json: JSON?, _ kind: String, _ count: String) throws(InputError) -> [Source] {
        guard let json else { return [] }
        guard let members = json.objectValue else {
            throw InputError("\(kind) must be an object such as {\"orders\": {\"\(count)\": 0.1, …}}")
        }
        var sources: [Source] = []
        for member in members.members {
            let path = "\(kind)[\"\(member.key)\"]"
            guard let source = member.value.objectValue else { throw InputError("\(path) must be an object") }
            let known = [count, "handler", "passing", "errorRate"] + (kind == "streams" ? ["shards"] : [])
            try refuseUnknown(source, known, path + ".")
            let shards = try source["shards"].map { json throws(InputError) in try Self.count(json, "\(path).shards") }
            sources.append(
                Source(
                    name: member.key,
                    perRequest: try positive(source[count], "\(path).\(count)"),
                    handler: try handler(source["handler"], path),
                    passing: try share(source["passing"], "\(path).passing"),
                    errorRate: try share(source["errorRate"], "\(path).errorRate") ?? 0,
                    shards: min(shards ?? 1, 10_000)
                )
            )
        }
        return sources
    }

    private static func share(_ json: JSON?, _ path: String) throws(InputError) -> Double? {
        guard let json else { return nil }
        guard let share = json.doubleValue, share >= 0, share <= 1 else {
            throw InputError("\(path) must be a share from 0 to 1")
        }
        return share
    }

    private static func throttle(_ json: JSON) throws(InputError) -> GatewayThrottle {
        guard let members = json.objectValue else { throw InputError("gatewayThrottle must be an object") }
        try refuseUnknown(members, ["rate", "burst"], "gatewayThrottle.")
        return GatewayThrottle(
            rate: try positive(json["rate"], "gatewayThrottle.rate"),
            burst: try positive(json["burst"], "gatewayThrottle.burst")
        )
    }

    private static func servers(_ json: JSON) throws(InputError) -> ServerFleet {
        guard let members = json.objectValue else { throw InputError("servers must be an object") }
        let known = [
            "minimum", "maximum", "requestsPerSecond", "cpuTarget", "scaleOutCooldown", "scaleInCooldown", "startUp",
            "dollarsPerHour",
        ]
        try refuseUnknown(members, known, "servers.")
        var fleet = ServerFleet(
            minimum: try count(json["minimum"], "servers.minimum"),
            maximum: try count(json["maximum"], "servers.maximum"),
            requestsPerSecond: try positive(json["requestsPerSecond"], "servers.requestsPerSecond"),
            dollarsPerHour: try positive(json["dollarsPerHour"], "servers.dollarsPerHour")
        )
        guard fleet.minimum <= fleet.maximum else { throw InputError("servers.minimum is more than servers.maximum") }
        if let target = json["cpuTarget"] {
            fleet.target = try positive(target, "servers.cpuTarget")
            guard fleet.target <= 1 else { throw InputError("servers.cpuTarget is a share, at most 1") }
        }
        if let time = json["scaleOutCooldown"] {
            fleet.scaleOutCooldown = try seconds(time, "servers.scaleOutCooldown")
        }
        if let time = json["scaleInCooldown"] { fleet.scaleInCooldown = try seconds(time, "servers.scaleInCooldown") }
        if let time = json["startUp"] { fleet.startUp = try seconds(time, "servers.startUp") }
        return fleet
    }
}
