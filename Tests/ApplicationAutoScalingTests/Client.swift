import JSON
import ServiceKit
import ServiceTesting
import Storage
import Synchronization
import Testing
import Time
import Wire

@testable import ApplicationAutoScaling

/// A Lambda with one function `f`, its alias `live` and its version `1`, which does at once what it is told.
final class FakeFunctions: FunctionScaler {
    struct State {
        var requested: [String: Int] = [:]
        /// The most invocations at once in each minute from now on.
        var demand = 0
        var progress = ScalingProgress.done
        var refusal: AWSError?
        var provisioned: [Int] = []
    }

    let state = Mutex(State())

    func isThere(_ function: ScaledFunction) -> Bool {
        function.name == "f" && ["live", "1"].contains(function.qualifier) && function.region == "us-east-1"
    }

    func requested(_ function: ScaledFunction) -> Int { state.withLock { $0.requested[function.qualifier] ?? 0 } }

    func provision(_ function: ScaledFunction, _ count: Int, completion: @escaping @Sendable (AWSError?) -> Void) {
        let refusal = state.withLock { state in
            state.provisioned.append(count)
            if state.refusal == nil { state.requested[function.qualifier] = count }
            return state.refusal
        }
        completion(refusal)
    }

    func progress(of function: ScaledFunction, completion: @escaping @Sendable (ScalingProgress) -> Void) {
        completion(state.withLock(\.progress))
    }

    func takeDemand(_ function: ScaledFunction, completion: @escaping @Sendable (Int) -> Void) {
        completion(state.withLock(\.demand))
    }

    /// What `live` has now.
    var live: Int { state.withLock { $0.requested["live"] ?? 0 } }
}

/// A CloudWatch in which every metric has one value.
final class FakeMetrics: MetricReader {
    let value = Mutex<Double?>(nil)
    let asked = Mutex<[JSON]>([])

    func check(_ queries: JSON) throws(AWSError) {}

    func latestValue(
        of queries: JSON,
        from start: Timestamp,
        to end: Timestamp,
        completion: @escaping @Sendable (Double?) -> Void
    ) {
        asked.withLock { $0.append(queries) }
        completion(value.withLock(\.self))
    }
}

/// Calls Application Auto Scaling in memory as a client would, and moves its clock.
struct Client {
    let functions = FakeFunctions()
    let metrics = FakeMetrics()
    let client: ServiceClient<ApplicationAutoScaling>

    static let target =
        #""ServiceNamespace":"lambda","ResourceId":"function:f:live","ScalableDimension":"lambda:function:ProvisionedConcurrency""#

    init(at start: Timestamp = Timestamp(secondsSinceEpoch: 1_700_000_000)) throws {
        let (functions, metrics) = (functions, metrics)
        client = try ServiceClient(
            targetPrefix: "AnyScaleFrontendService.",
            migrations: ApplicationAutoScaling.migrations,
            time: ManualTime(now: start)
        ) { context in
            let service = try ApplicationAutoScaling(context, metrics: metrics)
            service.register(functions)
            service.resume()
            return service
        }
    }

    /// The reply to a request that must succeed; `members` follow those that name `function:f:live`.
    @discardableResult
    func call(_ action: String, _ members: String = "", at location: SourceLocation = #_sourceLocation) async throws
        -> JSON
    {
        try await client.call(action, "{\(Self.target)\(members.isEmpty ? "" : ",")\(members)}", at: location)
    }

    func refusal(_ action: String, _ members: String = "") async throws -> String {
        try await client.refusal(action, "{\(Self.target)\(members.isEmpty ? "" : ",")\(members)}")
    }

    func register(_ least: Int, _ most: Int) async throws {
        try await call("RegisterScalableTarget", #""MinCapacity":\#(least),"MaxCapacity":\#(most)"#)
    }

    func track(_ target: Double, name: String = "p", _ members: String = "") async throws {
        let metric =
            #""PredefinedMetricSpecification":{"PredefinedMetricType":"LambdaProvisionedConcurrencyUtilization"}"#
        try await call(
            "PutScalingPolicy",
            #""PolicyName":"\#(name)","PolicyType":"TargetTrackingScaling","TargetTrackingScalingPolicyConfiguration":{"TargetValue":\#(target),\#(metric)\#(members)}"#
        )
    }

    /// Moves the clock on, step by step, until nothing is on its way.
    func pass(_ minutes: Int) throws {
        for _ in 0..<minutes * 12 {
            client.time.advance(by: .seconds(5))
            try settle()
        }
    }

    /// Returns when all that has been handed to the store is written.
    func settle() throws {
        for _ in 0..<4 { try client.service.context.database.writeAndWait { _ in } }
    }

    /// Description, cause, status and message of what has been done, the latest first.
    func activities() async throws -> [[String]] {
        try settle()
        let reply = try await client.call("DescribeScalingActivities", #"{"ServiceNamespace":"lambda"}"#)
        return (reply["ScalingActivities"]?.arrayValue ?? []).map { activity in
            ["Description", "Cause", "StatusCode", "StatusMessage"].map { activity[$0]?.stringValue ?? "-" }
        }
    }
}
