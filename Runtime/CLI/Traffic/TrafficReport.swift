import ColdStart
import JSON
import Lambda
import Simulator

/// What a traffic file did to a running Hearth.
struct TrafficReport {
    private static let percentiles = [("p50", 0.5), ("p95", 0.95), ("p99", 0.99)]

    private let sent: SentTraffic
    private let seen: StatusWatch.Seen
    private let cold: Int
    private let warm: Int
    private let throttles: [String: Int]
    /// Lambda's, for as much in a month that goes on like it.
    private let dollars: Double

    /// `seen` is what was seen at once, looking once a second.
    init(
        _ sent: SentTraffic,
        from before: LambdaStatus,
        to after: LambdaStatus,
        _ seen: StatusWatch.Seen
    ) {
        (self.sent, self.seen) = (sent, seen)
        func grown(_ figure: (FunctionStatus) -> Int) -> Int {
            after.functions.reduce(0) { $0 + figure($1) } - before.functions.reduce(0) { $0 + figure($1) }
        }
        (cold, warm) = (grown(\.coldStarts), grown(\.warmStarts))
        var reasons: [String: Int] = [:]
        for (status, sign) in [(after, 1), (before, -1)] {
            for throttle in status.functions.flatMap(\.throttles) {
                reasons[throttle.key, default: 0] += sign * throttle.value
            }
        }
        throttles = reasons.filter { $0.value > 0 }
        let (usages, prices) = after.usages(since: before, seconds: sent.seconds)
        dollars = usages.reduce(0) { $0 + Bill($1, prices: prices, freeTier: false).total }
    }

    /// Why the figures are not those of the file's load, with the remedy.
    func problem(_ gateway: String) -> String? {
        let all = sent.all
        if all.latencies.count == 0, all.sent > 0 { return "\(gateway) answered nothing" }
        guard sent.notSent > 0 else { return nil }
        return
            "\(sent.notSent) of \(all.sent + sent.notSent) requests were not sent, for too many waited for an answer: "
            + "a smaller --scale is what this machine can take"
    }

    func print(to console: Console) {
        var table = TextTable(
            ["", "SENT", "2xx", "4xx", "429", "5xx", "NO ANSWER"] + Self.percentiles.map(\.0),
            numbers: Set(1...9)
        )
        for route in sent.routes + [sent.all] {
            let counts = [route.sent, route.answers[2] ?? 0, route.answers[4] ?? 0, route.throttled]
            let others = [route.answers[5] ?? 0, route.answers[0] ?? 0]
            let times = Self.percentiles.map {
                Readable.milliseconds(route.latencies.quantile($0.1).map { $0 * 1_000 })
            }
            table.add([route.name] + (counts + others).map { "\($0)" } + times)
        }
        for line in table.lines(console) { console.print(line) }
        let share = cold + warm > 0 ? Double(cold) / Double(cold + warm) * 100 : 0
        console.print("")
        console.print(
            "\(SimulationTable.digits(Double(sent.all.sent) / max(sent.seconds, 1e-9))) requests a second for "
                + "\(SimulationTable.digits(sent.seconds)) s; \(cold + warm) invocations, \(cold) of them cold "
                + "(\(SimulationTable.digits(share)) %); at most \(seen.environments) environments and "
                + "\(seen.concurrency) invocations at once"
        )
        for (reason, count) in throttles.sorted(by: { $0.key < $1.key }) {
            console.print("throttled: \(reason) \(count)")
        }
        if seen.missed > 0 { console.print("\(seen.missed) looks at what runs at once were not answered") }
        console.print(
            "Lambda would charge $\(SimulationTable.digits(dollars)) for it, by the tiers of a month that goes on like this, "
                + "without free tier and the API's price"
        )
    }

    var json: JSON {
        let members: [(String, JSON)] = (sent.routes + [sent.all]).map { ($0.name, Self.json($0)) }
        return [
            "routes": .object(JSON.Object(members)), "seconds": JSON(sent.seconds), "notSent": JSON(sent.notSent),
            "coldStarts": JSON(cold), "warmStarts": JSON(warm), "mostEnvironments": JSON(seen.environments),
            "mostConcurrency": JSON(seen.concurrency), "missedLooks": JSON(seen.missed), "dollars": JSON(dollars),
            "throttles": .object(JSON.Object(throttles.sorted { $0.key < $1.key }.map { ($0.key, JSON($0.value)) })),
        ]
    }

    private static func json(_ route: SentTraffic.Route) -> JSON {
        var members: [(String, JSON)] = [("sent", JSON(route.sent)), ("429", JSON(route.throttled))]
        for (name, hundreds) in [("2xx", 2), ("3xx", 3), ("4xx", 4), ("5xx", 5), ("unanswered", 0)] {
            members.append((name, JSON(route.answers[hundreds] ?? 0)))
        }
        for (name, share) in percentiles {
            members.append(("\(name)Seconds", route.latencies.quantile(share).map { JSON($0) } ?? .null))
        }
        return .object(JSON.Object(members))
    }
}
