import JSON
import Simulator
import Testing

@Suite struct TrafficTests {
    private static let file = """
        {
          "title": "t", "time": "2h", "requestsPerUserPerMinute": 3,
          "users": [{"at": "0h", "count": 100}, {"at": "1h", "count": 300}],
          "routes": {"GET /a": {"share": 0.25, "handler": "20ms"}, "POST /b": {"share": 0.75, "handler": "exp:1s"}},
          "servers": {"minimum": 4, "maximum": 50, "requestsPerSecond": 10, "cpuTarget": 0.5, "dollarsPerHour": 0.1}
        }
        """

    private static func traffic(_ text: String = file) throws -> Traffic { try Traffic(JSON(parsing: text)) }

    @Test func usersGrowInStraightLines() throws {
        let traffic = try Self.traffic()
        #expect(traffic.users(at: 1_800) == 200)
        #expect(traffic.users(at: 7_000) == 300)
        #expect(traffic.rate(at: 1_800) == 10)
    }

    @Test func everyRouteHasItsShareOfAllRequests() throws {
        let traffic = try Self.traffic()
        let rates = traffic.routes.map { traffic.arrivals(share: $0.share).rate(at: 7_000) ?? 0 }
        #expect(rates == [3.75, 11.25])
    }

    @Test func aDayPassesInMinutesAtItsOwnRates() throws {
        let traffic = try Self.traffic().scaled(by: 0.5, speed: 60)
        #expect(traffic.horizon == 120)
        #expect(traffic.rate(at: 30) == 5 && traffic.rate(at: 60) == 7.5)
        #expect(abs((traffic.arrivals(share: 1).rate(at: 30) ?? 0) - 5) < 0.1)
    }

    @Test func routesSayWhatIsSent() throws {
        let traffic = try Self.traffic(
            Self.file.replacing(
                "\"share\": 0.75,",
                with: #""share": 0.75, "requests": [{"path": "/b", "body": {"c": 1}}, {"path": "/b?d"}],"#
            )
        )
        #expect(try traffic.routes[0].toSend() == [Traffic.Request(path: "/a")])
        let requests = try traffic.routes[1].toSend()
        #expect(requests == [Traffic.Request(path: "/b", body: ["c": 1]), Traffic.Request(path: "/b?d")])
        #expect(throws: InputError.self) { try Self.traffic().routes[1].toSend() }
    }

    @Test func requestsComeAsTheyAreSimulated() throws {
        var schedule = TrafficSchedule(try Self.traffic(), seed: 1)
        var requests: [TrafficSchedule.Request] = []
        while let request = schedule.next() { requests.append(request) }
        // Ten a second in the mean of the first hour, fifteen in the second.
        let early = requests.count { $0.time < 3_600 }
        #expect((35_000...37_000).contains(early) && (53_000...55_000).contains(requests.count - early))
        let share = Double(requests.count { $0.route == 1 }) / Double(requests.count)
        #expect(abs(share - 0.75) < 0.01)
        #expect(zip(requests, requests.dropFirst()).allSatisfy { $0.time <= $1.time })
        #expect(requests.filter { $0.route == 0 }.map(\.number) == Array(0..<requests.count { $0.route == 0 }))
    }

    @Test(arguments: [
        ("\"time\": \"2h\"", "\"time\": 2", "time must be a time"),
        ("\"share\": 0.25", "\"share\": 0.5", "come to 1.25"),
        ("\"at\": \"1h\"", "\"at\": \"-1h\"", "is no time"),
        ("\"minimum\": 4", "\"minimum\": 60", "servers.minimum is more than servers.maximum"),
        ("\"title\": \"t\"", "\"accountConcurrency\": 1.7", "accountConcurrency must be a whole number from 1"),
        ("\"cpuTarget\": 0.5", "\"cpuTarget\": 5", "servers.cpuTarget is a share"),
        ("\"title\"", "\"name\"", "name is not known"),
        ("\"time\": \"2h\"", "\"time\": \"0h\"", "time must be above 0"),
        ("\"exp:1s\"", "\"often\"", "'often' is no time"),
        ("\"title\": \"t\"", "\"gatewayThrottle\": {\"rate\": 0, \"burst\": 5}", "gatewayThrottle.rate must be"),
        ("\"title\": \"t\"", "\"queues\": {\"q\": {\"messages\": 1}}", "messages is not known"),
        ("\"share\": 0.25", "\"share\": 0.25, \"requests\": []", "requests must be a list"),
        ("\"share\": 0.25", "\"share\": 0.25, \"requests\": [{\"path\": \"a\"}]", "requests[0].path must be a path"),
        (
            "\"share\": 0.25", "\"share\": 0.25, \"requests\": [{\"path\": \"/\", \"b\": 1}]",
            "requests[0].b is not known"
        ),
        ("\"title\": \"t\"", "\"queues\": {\"q\": {\"messagesPerRequest\": 1}}", "handler must be a law"),
        (
            "\"title\": \"t\"",
            "\"queues\": {\"q\": {\"messagesPerRequest\": 1, \"handler\": \"1s\", \"errorRate\": 2}}",
            "queues[\"q\"].errorRate must be a share"
        ),
        ("\"title\": \"t\"", "\"streams\": {\"t\": {\"messagesPerRequest\": 1}}", "messagesPerRequest is not known"),
    ]) func whatIsWrongIsTold(_ text: String, _ replacement: String, _ message: String) throws {
        let error = try #require(throws: InputError.self) {
            try Self.traffic(Self.file.replacing(text, with: replacement))
        }
        #expect(error.description.contains(message))
    }
}

@Suite struct ServerFleetTests {
    private static var fleet: ServerFleet {
        ServerFleet(minimum: 4, maximum: 50, requestsPerSecond: 10, dollarsPerHour: 0.1)
    }

    @Test func aSteadyLoadKeepsTheServersItNeeds() {
        let course = Self.fleet.follow({ _ in 70 }, for: 7_200)
        #expect(course.moments.allSatisfy { $0.serving == 10 && abs($0.utilization - 0.7) < 1e-9 })
        #expect(abs(course.dollars - 2) < 1e-9)
        #expect(course.overload == 0)
    }

    @Test func aSpikeOverloadsUntilNewServersHaveStarted() {
        // 28 a second need 4 servers; 280 a second need 40. CPU reads 100 % at most, so each step adds no more than 3 in 7.
        let course = Self.fleet.follow({ $0 < 600 ? 28 : 280 }, for: 7_200)
        #expect(course.moments[10].utilization == 7)
        let steps = Set(course.moments.map(\.paid)).sorted()
        #expect(steps.prefix(4) == [4, 6, 9, 13])
        #expect(course.peak == 40)
        let scalings = zip(course.moments, course.moments.dropFirst()).filter { $0.paid < $1.paid }.map(\.1.time)
        #expect(zip(scalings, scalings.dropFirst()).allSatisfy { $1 - $0 >= 300 })
        #expect(course.overload > 0)
    }

    @Test func scalingInWaitsForItsCooldown() {
        let course = Self.fleet.follow({ $0 < 600 ? 280 : 28 }, for: 7_200)
        #expect(course.moments.first?.paid == 40)
        #expect(course.moments.last?.paid == 4)
        #expect(course.moments.allSatisfy { (4...50).contains($0.paid) })
    }
}
