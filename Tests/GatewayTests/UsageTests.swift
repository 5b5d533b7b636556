import JSON
import Lambda
import Template
import Testing
import Time
import Wire

@testable import Gateway

@Suite struct UsageTests {
    private let noon = Timestamp(secondsSinceEpoch: 1_700_049_600)

    @Test func aBucketHasItsBurstAndFillsAtItsRate() {
        var bucket = TokenBucket(Application.Throttle(rate: 2, burst: 3), at: noon)
        func take(_ milliseconds: [Int]) -> [Bool] { milliseconds.map { bucket.take(at: noon + .milliseconds($0)) } }
        let taken = take([0, 0, 0, 0, 499, 500, 500, 60_000, 60_000, 60_000, 60_000])
        #expect(taken == [true, true, true, false, false, true, false, true, true, true, false])
        var shut = TokenBucket(Application.Throttle(rate: 0, burst: 0), at: noon)
        let isOpen = shut.take(at: noon + .seconds(3_600))
        #expect(!isOpen)
    }

    /// Noon is on a Wednesday, the 15th of November. A day: 86,400 s.
    @Test(arguments: [
        (Application.Quota(limit: 2, period: .day, offset: 1), [0, 43_199, 43_200, 43_200, 43_200]),
        (Application.Quota(limit: 2, period: .week, offset: 1), [0, 302_399, 302_400, 302_400, 302_400]),
        (Application.Quota(limit: 2, period: .month, offset: 1), [0, 1_339_199, 1_339_200, 1_339_200, 1_339_200]),
    ])
    func aQuotaBeginsAnewWithItsPeriod(_ quota: Application.Quota, _ seconds: [Int]) {
        var count = QuotaCount(quota, at: noon)
        let taken = seconds.map { count.take(at: noon + .seconds($0)) }
        #expect(taken == [true, false, true, true, false])
    }

    private func harness(
        authorizerNamesKey: Bool = false,
        responses: [Application.GatewayResponse] = []
    ) throws -> GatewayHarness {
        func route(_ method: String, _ path: String) -> GatewayConfiguration.Route {
            var route = GatewayConfiguration.Route(method, path, function: "f")
            route.guards.requiresAPIKey = true
            return route
        }
        var configuration = GatewayConfiguration(apis: [.rest(route("GET", "/a"), route("GET", "/b/{id}"))])
        configuration.apis[0].gatewayResponses = responses
        var plan = Application.UsagePlan(logicalID: "P", id: "p", name: "free", path: .root)
        plan.throttle = Application.Throttle(rate: 1, burst: 3)
        plan.quota = Application.Quota(limit: 5, period: .day)
        plan.stages = [
            .init(apiID: "r1", stageName: "Prod", throttles: ["/b/{id}/GET": Application.Throttle(rate: 0, burst: 1)])
        ]
        plan.keys = ["k1", "k2", "k3"]
        configuration.usagePlans = [plan]
        configuration.apiKeys = ["1", "2", "3", "4"].map { number in
            Application.APIKey(
                logicalID: "K\(number)",
                id: "k\(number)",
                name: "n",
                value: "value\(number)",
                isEnabled: number != "3",
                path: .root
            )
        }
        return try GatewayHarness(configuration) { _ in
            .success(InvocationResult(requestID: "r", payload: Array("{}".utf8)))
        }
    }

    @Test func whoHasNoKeyStaysOut() throws {
        let harness = try harness()
        // None, an unknown one, a disabled one, one without a plan.
        for headers: HTTPHeaders in [[:], ["x-api-key": "x"], ["x-api-key": "value3"], ["X-API-Key": "value4"]] {
            let answer = try #require(harness.send("GET", "/a", headers))
            #expect(answer.status == 403 && answer.text == #"{"message":"Forbidden"}"#)
            #expect(answer.headers["x-amzn-ErrorType"] == "ForbiddenException")
        }
        #expect(harness.send("GET", "/a", ["X-Api-Key": "value1"])?.status == 200)
        let identity = harness.event?["requestContext"]?["identity"]
        #expect(identity?["apiKey"] == "value1" && identity?["apiKeyId"] == "k1")
    }

    @Test func aPlanThrottlesEachKeyAndCountsItsRequests() throws {
        let harness = try harness()
        func status(_ path: String, _ key: String) -> Int? { harness.send("GET", path, ["x-api-key": key])?.status }
        #expect((0..<4).map { _ in status("/a", "value1") } == [200, 200, 200, 429])
        #expect(harness.responses.last?.text == #"{"message":"Too Many Requests"}"#)
        #expect(harness.responses.last?.headers["x-amzn-ErrorType"] == "TooManyRequestsException")
        #expect(status("/a", "value2") == 200)
        // The method's own throttle is another bucket.
        #expect([status("/b/1", "value1"), status("/b/2", "value1")] == [200, 429])
        harness.time.advance(by: .seconds(10))
        #expect([status("/a", "value1"), status("/a", "value1")] == [200, 429])
        #expect(harness.responses.last?.text == #"{"message":"Limit Exceeded"}"#)
        #expect(harness.responses.last?.headers["x-amzn-ErrorType"] == "LimitExceededException")
        harness.time.advance(by: .seconds(86_400))
        #expect(status("/a", "value1") == 200)
    }

    /// What words a refusal may tell whose it is.
    @Test func aRefusalKnowsTheKeyThatIsUsedUp() throws {
        let words = ["QUOTA_EXCEEDED", "THROTTLED"].map { type in
            var response = Application.GatewayResponse(type: type)
            response.templates = ["application/json": "$context.identity.apiKey $context.identity.apiKeyId"]
            return response
        }
        let harness = try harness(responses: words)
        for _ in 0..<4 { harness.send("GET", "/a", ["x-api-key": "value1"]) }
        #expect(harness.responses.last?.status == 429 && harness.responses.last?.text == "value1 k1")
        harness.time.advance(by: .seconds(10))
        for _ in 0..<3 { harness.send("GET", "/a", ["x-api-key": "value1"]) }
        #expect(harness.responses.last?.headers["x-amzn-ErrorType"] == "LimitExceededException")
        #expect(harness.responses.last?.text == "value1 k1")
    }

    @Test func aRouteAndAnAccountHaveThrottles() throws {
        var route = GatewayConfiguration.Route("GET", "/a", function: "f")
        route.guards.throttle = Application.Throttle(rate: 1, burst: 1)
        var configuration = GatewayConfiguration(
            apis: [.http(route, GatewayConfiguration.Route("GET", "/b", function: "f"))]
        )
        configuration.accountThrottle = Application.Throttle(rate: 0, burst: 4)
        let harness = try GatewayHarness(configuration) { _ in
            .success(InvocationResult(requestID: "r", payload: Array("{}".utf8)))
        }
        // What the route refuses costs the account nothing.
        let paths = ["/a", "/a", "/b", "/b", "/b", "/b"]
        #expect(paths.map { harness.send("GET", $0)?.status } == [200, 429, 200, 200, 200, 429])
        #expect(harness.responses[1].text == #"{"message":"Too Many Requests"}"#)
    }
}
