import Lambda
import Storage
import Template
import Testing
import Time
import Wire

@testable import Gateway

/// What is used of quotas, over restarts.
@Suite(.timeLimit(.minutes(10))) struct StoredUsageTests {
    private let noon = Timestamp(secondsSinceEpoch: 1_700_049_600)

    private func gateway(_ database: Database, _ time: ManualTime, limit: Int = 3) throws -> Gateway {
        var route = GatewayConfiguration.Route("GET", "/a", function: "f")
        route.guards.requiresAPIKey = true
        var configuration = GatewayConfiguration(apis: [.rest(route)])
        var plan = Application.UsagePlan(logicalID: "P", id: "p", name: "free", path: .root)
        plan.quota = Application.Quota(limit: limit, period: .day)
        plan.stages = [.init(apiID: "r1", stageName: "Prod")]
        plan.keys = ["k"]
        configuration.usagePlans = [plan]
        configuration.apiKeys = [
            Application.APIKey(logicalID: "K", id: "k", name: "n", value: "v", isEnabled: true, path: .root)
        ]
        return try Gateway(
            configuration,
            invoker: FakeInvoker { _ in .success(InvocationResult(requestID: "r", payload: Array("{}".utf8))) },
            time: time,
            ids: IDSource(seed: 1),
            account: AWSAccount(),
            usage: try StoredUsage(database)
        )
    }

    private func status(_ gateway: Gateway) async -> Int {
        let request = HTTPRequest(method: "GET", target: "/a", headers: ["Host": "localhost", "x-api-key": "v"])
        return await withCheckedContinuation { continuation in
            gateway.handle(request) { continuation.resume(returning: $0.status) }
        }
    }

    @Test func whatWasUsedIsKeptOverAStop() async throws {
        let (database, time) = (try Database(.memory, migrations: StoredUsage.migrations), ManualTime())
        let first = try gateway(database, time)
        #expect(await status(first) == 200)
        #expect(await status(first) == 200)
        try first.flushUsage()
        let second = try gateway(database, time)
        #expect(await status(second) == 200)
        #expect(await status(second) == 429)
        try second.resetUsage()
        #expect(await status(second) == 200)
        #expect(try StoredUsage(database).records.isEmpty)
    }

    @Test func whatWasUsedIsStoredWithinASecond() async throws {
        let (database, time) = (try Database(.memory, migrations: StoredUsage.migrations), ManualTime())
        let gateway = try gateway(database, time)
        for _ in 0..<3 { #expect(await status(gateway) == 200) }
        #expect(try StoredUsage(database).records.isEmpty)
        time.advance(by: .seconds(1))
        // The write is on its way.
        while try StoredUsage(database).records.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
        #expect(try StoredUsage(database).records.values.map(\.used) == [3])
    }

    @Test func aCountGoesOnFromItsRecord() {
        let quota = Application.Quota(limit: 3, period: .day, offset: 1)
        var count = QuotaCount(quota, at: noon)
        let isFirst = count.take(at: noon)
        #expect(isFirst)
        var same = QuotaCount(quota, at: noon, from: count.record)
        let taken = [same.take(at: noon), same.take(at: noon), same.take(at: noon + .seconds(86_400))]
        #expect(taken == [true, false, true])
        var other = QuotaCount(Application.Quota(limit: 1, period: .month), at: noon, from: count.record)
        let isOther = other.take(at: noon)
        #expect(isOther)
    }
}
