import CurlHTTP
import JSON
import Simulator
import Synchronization
import Time

/// Sends requests at the rate of a traffic file, each when it is due.
struct TrafficSender: Sendable {
    /// More than these are not under way at once: what is due meanwhile is not sent, and counted.
    private static let mostAtOnce = 2_000

    let traffic: Traffic
    /// By route.
    let requests: [[Traffic.Request]]
    let gateway: String
    let headers: [(String, String)]
    let seed: UInt64

    private let time = SystemTime()

    private final class Tally: Sendable {
        let sent: Mutex<SentTraffic>

        init(_ sent: SentTraffic) { self.sent = Mutex(sent) }
    }

    /// `look` is told once a second how far it is, and says whether to stop.
    func send(_ look: @escaping @Sendable (Double) async -> Bool) async -> SentTraffic {
        let tally = Tally(SentTraffic(routes: traffic.routes.map(\.name)))
        let start = time.now
        var schedule = TrafficSchedule(traffic, seed: seed)
        var nextLook = 0.0
        await withDiscardingTaskGroup { group in
            while let next = schedule.next() {
                if next.time >= nextLook {
                    if await look(next.time / traffic.horizon) { break }
                    nextLook = max(next.time, (time.now - start).inSeconds) + 1
                }
                let due = start + .seconds(next.time)
                if due > time.now { try? await time.sleep(for: due - time.now) }
                let request = requests[next.route][next.number % requests[next.route].count]
                let isFree = tally.sent.withLock { $0.begins(next.route, limit: Self.mostAtOnce) }
                guard isFree else { continue }
                group.addTask {
                    let status = await answer(to: request, of: traffic.routes[next.route].name)
                    let latency = (time.now - due).inSeconds
                    tally.sent.withLock { $0.ends(next.route, status, latency) }
                }
            }
        }
        return tally.sent.withLock { sent in
            sent.seconds = (time.now - start).inSeconds
            return sent
        }
    }

    /// The status; `nil` where there was no answer.
    private func answer(to request: Traffic.Request, of route: String) async -> Int? {
        var fields = headers
        if request.body != nil { fields.append(("Content-Type", "application/json")) }
        let message = CurlRequest(
            method: String(route.prefix { $0 != " " }),
            url: gateway + request.path,
            headers: CurlHeaderList(fields),
            body: request.body?.bytes ?? []
        )
        return try? await CurlClient.shared.send(message).status
    }
}
