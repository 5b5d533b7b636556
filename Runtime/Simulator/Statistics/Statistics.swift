import ColdStart

/// What a simulation observes: sums and times in each state since the warm-up, cut into batches.
package struct Statistics: Sendable {
    /// The course of a simulation at one moment; counts are of the time since the sample before.
    package struct Sample: Sendable, Hashable {
        /// Seconds since the start.
        package var time: Double
        package var running: Int
        package var environments: Int
        package var offered: Double
        package var cold: Double
        package var throttled: Double
        /// Of those throttled, in the order of the reasons' cases; empty where there were none.
        package var throttles: [Double] = []

        /// Both, at the moment of the later one.
        func joined(with later: Sample) -> Sample {
            var both = later
            both.offered += offered
            both.cold += cold
            both.throttled += throttled
            if both.throttles.isEmpty {
                both.throttles = throttles
            } else if !throttles.isEmpty {
                both.throttles = zip(throttles, later.throttles).map(+)
            }
            return both
        }
    }

    package private(set) var total = Tally()
    /// Only where there are several functions.
    package private(set) var byFunction: [Tally]
    /// By function, then by reason in the order of their cases.
    package private(set) var throttles: [Double]
    package private(set) var batches: [Tally] = []
    package private(set) var samples: [Sample] = []
    package private(set) var latencies = LogHistogram()
    /// Of each batch: latencies, and throttles by reason.
    private var latenciesOfBatches: [LogHistogram] = []
    private var throttlesOfBatches: [[Double]] = []
    /// Whether the warm-up is over.
    package private(set) var hasBegun: Bool
    package private(set) var timeWithEnvironments = TimeInState()
    package private(set) var timeRunning = TimeInState()
    /// Whether the invocation that has just ended failed.
    var failed = false

    private var batchLatencies = LogHistogram()
    private var running = 0
    private var environments = 0
    private var provisioned = 0
    /// GB-seconds a second of provisioned concurrency.
    private var provisionedGigabytes = ComputeUsages()
    private var aliveGigabytes = 0.0
    private var busyGigabytes = 0.0
    /// Up to when invocations and environments are accounted for, in nanoseconds. Environments change much less often.
    private var last: Int64 = 0
    private var lastOfEnvironments: Int64 = 0
    /// With one function the total says it all.
    private let tellsFunctionsApart: Bool
    private var atBatch = Tally()
    private var atSample = Tally()
    private var throttlesAtBatch = Array(repeating: 0.0, count: ThrottleReason.allCases.count)
    private var throttlesAtSample = Array(repeating: 0.0, count: ThrottleReason.allCases.count)
    /// By function, then by its routes.
    private(set) var byRoute: [[RouteTally]]

    init(functions: Int, hasBegun: Bool) {
        self.hasBegun = hasBegun
        tellsFunctionsApart = functions > 1
        byFunction = Array(repeating: Tally(), count: functions)
        byRoute = Array(repeating: [], count: functions)
        throttles = Array(repeating: 0, count: functions * ThrottleReason.allCases.count)
    }

    /// Another function joins.
    mutating func addFunction() {
        byFunction.append(Tally())
        byRoute.append([])
        throttles.append(contentsOf: repeatElement(0, count: ThrottleReason.allCases.count))
    }

    // MARK: Time

    /// Accounts for the time up to `now`, in nanoseconds, before the invocations under way change.
    @inline(__always)
    mutating func advance(to now: Int64) {
        guard now > last else { return }
        let seconds = Double(now - last) * 1e-9
        last = now
        total.running += Double(running) * seconds
        total.busyGigabyteSeconds += busyGigabytes * seconds
        timeRunning.add(seconds, at: running)
    }

    /// The same before environments begin or end.
    mutating func advanceEnvironments(to now: Int64) {
        guard now > lastOfEnvironments else { return }
        let seconds = Double(now - lastOfEnvironments) * 1e-9
        lastOfEnvironments = now
        total.seconds += seconds
        total.alive += Double(environments) * seconds
        total.provisioned += Double(provisioned) * seconds
        total.compute.add(provisionedGigabytes, times: seconds)
        total.aliveGigabyteSeconds += aliveGigabytes * seconds
        timeWithEnvironments.add(seconds, at: environments)
    }

    /// The warm-up is over: what was observed does not count.
    mutating func reset() {
        hasBegun = true
        total = Tally()
        (atBatch, atSample) = (total, total)
        for index in byFunction.indices { byFunction[index] = Tally() }
        for index in throttles.indices { throttles[index] = 0 }
        throttlesAtBatch = throttlesByReason
        throttlesAtSample = throttlesAtBatch
        byRoute = byRoute.map { $0.map { _ in RouteTally() } }
        latencies.clear()
        batchLatencies.clear()
        timeWithEnvironments.clear()
        timeRunning.clear()
    }

    mutating func sample(endsBatch: Bool) {
        let since = total - atSample
        let reasons = since.throttled > 0 ? throttlesByReason : throttlesAtSample
        samples.append(
            Sample(
                time: Double(last) * 1e-9,
                running: running,
                environments: environments,
                offered: since.offered,
                cold: since.cold,
                throttled: since.throttled,
                throttles: since.throttled > 0 ? zip(reasons, throttlesAtSample).map { $0 - $1 } : []
            )
        )
        (atSample, throttlesAtSample) = (total, reasons)
        if endsBatch { endBatch() }
    }

    /// Makes one sample of each two, and one batch.
    mutating func joinPairs() {
        samples = Self.pairs(samples) { $0.joined(with: $1) }
        batches = Self.pairs(batches, +)
        latenciesOfBatches = Self.pairs(latenciesOfBatches) { first, second in
            var both = first
            both.add(second)
            return both
        }
        throttlesOfBatches = Self.pairs(throttlesOfBatches) { zip($0, $1).map(+) }
    }

    private static func pairs<Value>(_ values: [Value], _ join: (Value, Value) -> Value) -> [Value] {
        stride(from: 0, to: values.count - 1, by: 2).map { join(values[$0], values[$0 + 1]) }
    }

    private mutating func endBatch() {
        batches.append(total - atBatch)
        atBatch = total
        latencies.add(batchLatencies)
        latenciesOfBatches.append(batchLatencies)
        batchLatencies = LogHistogram()
        let reasons = throttlesByReason
        throttlesOfBatches.append(zip(reasons, throttlesAtBatch).map { $0 - $1 })
        throttlesAtBatch = reasons
    }

    /// What is left makes a batch of its own, or, where that is short beside the others, goes to the last one.
    mutating func finish(at now: Int64) {
        advance(to: now)
        advanceEnvironments(to: now)
        guard total != atBatch else { return }
        endBatch()
        let (last, first) = (batches.count - 1, batches[0])
        guard last > 0, batches[last].seconds < first.seconds / 2 else { return }
        let (rest, latencies, reasons) = (
            batches.removeLast(), latenciesOfBatches.removeLast(), throttlesOfBatches.removeLast()
        )
        batches[last - 1] = batches[last - 1] + rest
        latenciesOfBatches[last - 1].add(latencies)
        throttlesOfBatches[last - 1] = zip(throttlesOfBatches[last - 1], reasons).map(+)
    }

    // MARK: Figures

    /// How many there were for a reason.
    func count(_ reason: ThrottleReason) -> Double { throttlesByReason[reason.index] }

    /// The latency that the share of invocations do not exceed, in seconds. How the share of those above it varies from batch
    /// to batch tells how sure it is.
    package func latency(_ share: Double) -> Estimate? {
        guard let value = latencies.quantile(share) else { return nil }
        let observations = Double(latencies.count)
        let above = Estimate(
            shares: latenciesOfBatches.map { (Double($0.count) - $0.count(upTo: value), Double($0.count)) },
            observations: observations
        )
        // Of the share that is asked for: above a value that many have there may be fewer.
        guard let interval = above.interval,
            case let (lower, upper) = (
                share - interval.upperBound + above.value, share - interval.lowerBound + above.value
            ),
            (1 - upper) * observations >= 1, let low = latencies.quantile(max(0, lower)),
            let high = latencies.quantile(upper)
        else { return Estimate(value: value) }
        return Estimate(value: value, interval: min(low, value)...max(high, value))
    }

    /// Of each function; with one function the total says it all.
    var functions: [Tally] { tellsFunctionsApart ? byFunction : [total] }

    /// Counts, in the order of the cases.
    private var throttlesByReason: [Double] {
        let kinds = ThrottleReason.allCases.count
        return (0..<kinds).map { reason in
            stride(from: reason, to: throttles.count, by: kinds).reduce(0) { $0 + throttles[$1] }
        }
    }

    /// How many there were for a reason in all the time.
    package func throttles(_ reason: ThrottleReason) -> Estimate {
        let perSecond = Estimate(ratios: zip(throttlesOfBatches, batches).map { ($0[reason.index], $1.seconds) })
        var estimate = perSecond.scaled(by: batches.reduce(0) { $0 + $1.seconds })
        estimate.value = throttlesByReason[reason.index]
        return estimate
    }

    // MARK: Invocations

    mutating func offered(_ function: Int) {
        total.offered += 1
        if tellsFunctionsApart { byFunction[function].offered += 1 }
    }

    mutating func throttled(_ function: Int, _ reason: ThrottleReason) {
        total.throttled += 1
        byFunction[function].throttled += 1
        throttles[function * ThrottleReason.allCases.count + reason.index] += 1
    }

    mutating func retried(_ function: Int) {
        total.retries += 1
        byFunction[function].retries += 1
    }

    mutating func discarded(_ function: Int) {
        total.discarded += 1
        byFunction[function].discarded += 1
    }

    /// What has become of a request for one of a function's routes: what there is more than `before` it.
    mutating func requested(_ function: Int, route: Int, since before: RouteTally) {
        while byRoute[function].count <= route { byRoute[function].append(RouteTally()) }
        byRoute[function][route].add(RouteTally(total), less: before)
    }

    /// The gateway has refused a request.
    mutating func refused(_ function: Int) {
        total.refused += 1
        byFunction[function].refused += 1
    }

    /// The gateway has passed a request on, which costs.
    mutating func called(_ api: GatewayRoute.API, _ function: Int) {
        switch api {
        case .http:
            total.httpAPICalls += 1
            byFunction[function].httpAPICalls += 1
        case .rest:
            total.restAPICalls += 1
            byFunction[function].restAPICalls += 1
        }
    }

    mutating func asked(queue count: Double, _ function: Int) {
        total.queueRequests += count
        byFunction[function].queueRequests += count
    }

    /// An environment begins as a snapshot that is paid for.
    mutating func restored(gigabytes: Double, _ function: Int) {
        total.restoredGigabytes += gigabytes
        byFunction[function].restoredGigabytes += gigabytes
    }

    /// An invocation had more than 512 MB of /tmp, for so many seconds.
    mutating func stored(gigabytes: Double, service: Double, _ function: Int) {
        let billed = Self.startedMilliseconds(service) * 1e-3 * gigabytes
        total.ephemeralGigabyteSeconds += billed
        if tellsFunctionsApart { byFunction[function].ephemeralGigabyteSeconds += billed }
    }

    mutating func timedOut(_ function: Int) {
        total.timedOut += 1
        byFunction[function].timedOut += 1
    }

    /// An environment takes an invocation.
    @inline(__always)
    mutating func begins(gigabytes: Double) {
        running += 1
        busyGigabytes += gigabytes
    }

    /// What an invocation takes, as soon as that is known. `service` and `hidden` in seconds; `hidden` delays the invocation
    /// without being billed.
    @inline(__always)
    mutating func serves(
        _ function: Int,
        isCold: Bool,
        wait: Double,
        service: Double,
        hidden: Double,
        gigabytes: Double,
        _ kind: EnvironmentKind
    ) {
        let latency = wait + service + hidden
        let billed = Self.startedMilliseconds(service) * 1e-3 * gigabytes
        batchLatencies.record(latency)
        Self.add(&total, isCold, wait, latency, service, billed, kind)
        if tellsFunctionsApart {
            Self.add(&byFunction[function], isCold, wait, latency, service, billed, kind)
        }
    }

    /// As `rounded(.up)`, which is a call on processors as old as the oldest that this is built for.
    @inline(__always)
    private static func startedMilliseconds(_ seconds: Double) -> Double {
        let milliseconds = seconds * 1_000 - 1e-7
        guard milliseconds < 0x1p52 else { return milliseconds }
        let whole = Double(Int64(milliseconds))
        return whole < milliseconds ? whole + 1 : whole
    }

    @inline(__always)
    private static func add(
        _ tally: inout Tally,
        _ isCold: Bool,
        _ wait: Double,
        _ latency: Double,
        _ service: Double,
        _ billed: Double,
        _ kind: EnvironmentKind
    ) {
        if isCold { tally.cold += 1 } else { tally.warm += 1 }
        if wait > 0 {
            tally.waited += 1
            tally.wait += wait
        }
        tally.latency += latency
        tally.service += service
        if kind.isProvisioned {
            tally.compute[kind.architecture].provisionedDuration += billed
        } else {
            tally.compute[kind.architecture].onDemand += billed
        }
    }

    /// A message comes with the batch of another.
    mutating func ridesAlong(_ function: Int, wait: Double) {
        total.rodeAlong += 1
        byFunction[function].rodeAlong += 1
        guard wait > 0 else { return }
        total.waited += 1
        total.wait += wait
        byFunction[function].waited += 1
        byFunction[function].wait += wait
    }

    mutating func departs(gigabytes: Double) {
        running -= 1
        busyGigabytes -= gigabytes
    }

    // MARK: Environments

    mutating func environmentBegins(gigabytes: Double, _ kind: EnvironmentKind) {
        environments += 1
        if kind.isProvisioned {
            provisioned += 1
            provisionedGigabytes[kind.architecture].provisioned += gigabytes
        }
        aliveGigabytes += gigabytes
    }

    mutating func environmentEnds(lived: Double, gigabytes: Double, _ kind: EnvironmentKind) {
        environments -= 1
        if kind.isProvisioned {
            provisioned -= 1
            provisionedGigabytes[kind.architecture].provisioned -= gigabytes
        }
        aliveGigabytes -= gigabytes
        total.ended += 1
        total.life += lived
    }
}

extension ThrottleReason {
    /// Its place among all cases.
    var index: Int {
        switch self {
        case .concurrentInvocationLimitExceeded: 0
        case .functionInvocationRateLimitExceeded: 1
        case .reservedFunctionConcurrentInvocationLimitExceeded: 2
        case .reservedFunctionInvocationRateLimitExceeded: 3
        case .callerRateLimitExceeded: 4
        case .concurrentSnapshotCreateLimitExceeded: 5
        }
    }
}
