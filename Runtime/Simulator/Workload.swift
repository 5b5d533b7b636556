import ColdStart

/// One function: when it is invoked, how long it takes, and what stands in front of it.
package struct Workload: Sendable, Hashable {
    /// What a cold start changes.
    package enum ColdStartCost: Sendable, Hashable {
        /// The invocation waits for these before its handler runs.
        case delays(StartUpDelays)
        /// The whole takes so long instead of the warm duration.
        case replaced(Distribution)

        /// In seconds: what prepared environments take to start.
        var mean: Double {
            switch self {
            case .delays(let delays): delays.mean
            case .replaced(let distribution): distribution.mean
            }
        }
    }

    package enum Front: Sendable, Hashable {
        /// The caller is told when its request is throttled, and gives up.
        case synchronous
        /// Events go back to Lambda's queue when they are throttled.
        case asynchronous(AsyncRetryPolicy)
        /// A queue whose pollers invoke as long as there is concurrency.
        /// A batch is taken when it is full, or when its first message has waited for `window` seconds.
        case queue(PollerScaling, batchSize: Int, window: Double = 0)
        case stream(StreamConcurrency, batchSize: Int, window: Double = 0)
    }

    package var name: String
    package var arrivals: ArrivalLaw
    /// The handler's, in seconds.
    package var duration: Distribution
    /// How many times as long as a trace or a route tells of it, by another memory size.
    package var durationFactor = 1.0
    /// Of the first invocation of a new environment, where that differs; not with a cold start that replaces the whole.
    package var firstDuration: Distribution?
    package var computing = ComputingShares()
    package var coldStart: ColdStartCost
    package var memorySize = 128
    /// What /tmp holds, in MB: 512 cost nothing.
    package var ephemeralStorage = 512
    package var architecture = PriceTable.Architecture.x86
    package var reserved: Int?
    package var provisioned: ProvisionedPlan?
    package var front = Front.synchronous
    /// What becomes of the messages and records of a batch that failed.
    package var redelivery = Redelivery()
    /// For each message that the function takes: more than one where filters drop some of them.
    package var messagesSent = 1.0
    /// The function starts from a snapshot, and not for nothing as Java does.
    package var paysForSnapshots = false
    /// The API's routes to the function, where requests come through a gateway. Each has a duration of its own.
    package var routes: [GatewayRoute] = []
    /// How long the handler may run, in seconds; then its process ends.
    package var timeout = Double.infinity
    /// The share of invocations that the timeout ends: they compute like others, and then wait for what does not come.
    package var hangRate = 0.0
    /// The share of invocations that fail with an error that the runtime reports: an event, a message or a batch of
    /// records is then tried again.
    package var errorRate = 0.0
    /// The share of invocations whose process dies: the environment is reset, and the next invocation starts it again.
    package var crashRate = 0.0

    package init(
        name: String = "function",
        arrivals: ArrivalLaw,
        duration: Distribution,
        coldStart: ColdStartCost = .delays(StartUpDelays())
    ) {
        self.name = name
        self.arrivals = arrivals
        self.duration = duration
        self.coldStart = coldStart
    }
}

/// What is simulated: functions on one account, for so long.
package struct Scenario: Sendable, Hashable {
    package var workloads: [Workload]
    package var limits = FleetLimits()
    /// What the routes of the workloads refer to.
    package var throttles: [GatewayThrottle] = []
    package var policy = FleetPolicy()
    /// Everything that starts or serves shares processors: where more is under way than there are, all of it slows down
    /// alike. `nil`: each environment has its own, as on Lambda.
    package var sharedProcessors: ProcessorSharing?
    /// How provisioned concurrency is allocated that is asked for in the course of time.
    package var allocation = AllocationRate()
    /// Seconds of virtual time, of which the first `skip` do not count.
    package var horizon: Double
    package var skip = 0.0
    package var seed: UInt64 = 1
    /// Samples of the courses over time, and how many of them make one batch for the confidence intervals.
    package var samples = 240
    package var samplesPerBatch = 10

    /// Whether it goes on as it began: then parts of one run tell how sure its figures are. Otherwise they follow the plan,
    /// and only other runs tell.
    package var isStationary: Bool {
        workloads.allSatisfy { workload in
            if case .schedule = workload.provisioned { return false }
            return workload.arrivals.isStationary
        }
    }

    /// How many runs tell how sure their figures are, where one takes so many events: ten, or four where that is long.
    package static func runs(ofEvents events: Int) -> Int { min(10, max(4, 200_000_000 / max(1, events))) }

    /// The same with other chance.
    package func repeated(_ number: Int) -> Scenario {
        var scenario = self
        scenario.seed = seed &+ UInt64(number) &* 0x9E37_79B9
        return scenario
    }

    package init(_ workloads: [Workload], horizon: Double) {
        self.workloads = workloads
        self.horizon = horizon
    }
}
