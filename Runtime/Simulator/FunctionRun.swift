import ColdStart

/// What a simulation keeps for one function.
struct FunctionRun: Sendable {
    let workload: Workload
    var arrivals: ArrivalProcess
    /// Invocations that the fleet lets wait: when they came, in nanoseconds.
    var waiting = WaitingLine<Int64>()
    /// Events of asynchronous invocations that back off.
    var refused = RefusedEvents<PendingRetry>()
    var lanes: [Lane]
    /// How long the first message of a batch waits for it to be full, in nanoseconds: at most five minutes.
    let window: Int64
    var provisionedTarget = 0
    /// The provisioned plan with what it has observed.
    var plan: ProvisionedPlan?
    /// The most invocations at once that wanted provisioned concurrency within this minute.
    var peakDemand = 0

    /// A queue or a part of a stream in front of the function.
    struct Lane: Sendable {
        var line = WaitingLine<Message>()
        var inFlight = 0
        /// Since when more has waited than may be processed, in nanoseconds.
        var backlogSince: Int64?
        /// How many at the front of a stream's line are a batch that has failed, and
        var failed = 0
        /// Until when nothing is taken, in nanoseconds: a stream's batch has failed, or Lambda has refused a queue's.
        var waitsUntil = Int64.min
        /// How often Lambda has refused a batch, one time after the other.
        var refusals = 0
        /// The poller of a queue was waiting for the next batch when it heard of a refusal: it still takes that one.
        var hasReceiver = false
        /// When it is looked at again, in nanoseconds; `.max` when it is not.
        var looksAgainAt = Int64.max
    }

    init(workload: Workload, seed: UInt64) {
        self.workload = workload
        plan = workload.provisioned
        arrivals = ArrivalProcess(workload.arrivals, seed: seed)
        switch workload.front {
        case .synchronous, .asynchronous: (lanes, window) = ([], 0)
        case .queue(_, _, let seconds): (lanes, window) = ([Lane()], Simulation.nanoseconds(min(seconds, 300)))
        case .stream(let stream, _, let seconds):
            lanes = Array(repeating: Lane(), count: stream.lanes)
            window = Simulation.nanoseconds(min(seconds, 300))
        }
    }
}

/// What every event of a function needs, apart from the rest so that it is small.
struct FunctionPulse: Sendable {
    let id: FunctionID
    let gigabytes: Double
    let architecture: PriceTable.Architecture
    /// Of /tmp, above what costs nothing.
    let ephemeralGigabytes: Double
    let isSynchronous: Bool
    let isQueue: Bool
    let hasRoutes: Bool
    /// In seconds.
    let timeout: Double
    let canFail: Bool
    let canHang: Bool
    /// Whether target tracking looks at how many invocations there are at once.
    let tracksDemand: Bool
    let isProvisioned: Bool
    /// Whether events of it were refused and back off.
    var hasRefused = false
    /// When `wakeUp` is due next, in nanoseconds; `.max` when it is not.
    var wakeUpAt = Int64.max

    init(id: FunctionID, workload: Workload) {
        self.id = id
        gigabytes = Double(workload.memorySize) / 1_024
        architecture = workload.architecture
        ephemeralGigabytes = Double(max(0, workload.ephemeralStorage - 512)) / 1_024
        isSynchronous = workload.front == .synchronous
        if case .queue = workload.front { isQueue = true } else { isQueue = false }
        // Who calls by itself tries again by itself.
        let triesAgain = workload.errorRate > 0 || workload.redelivery.itemErrorRate > 0 || workload.timeout.isFinite
        canFail = workload.crashRate > 0 || triesAgain && !isSynchronous
        canHang = workload.hangRate > 0
        if case .targetTracking = workload.provisioned { tracksDemand = true } else { tracksDemand = false }
        isProvisioned = workload.provisioned != nil
        hasRoutes = !workload.routes.isEmpty
        timeout = workload.timeout
    }
}

/// What a simulation keeps for one environment.
struct EnvironmentRun: Sendable {
    var id: EnvironmentID
    /// In nanoseconds.
    var created: Int64
    var function: Int32
    /// The lane that its batch comes from; -1 is none.
    var lane: Int32 = -1
    /// The event to try again when this attempt fails; -1 is none.
    var event: Int32 = -1
    /// Whether its process died: the next invocation has to start it again.
    var isReset = false
    var kind: EnvironmentKind
}

/// What the price of an environment's time depends on, beside its memory.
struct EnvironmentKind: Sendable {
    var architecture: PriceTable.Architecture
    var isProvisioned: Bool
}

/// What is tried again or looked at again: an event that Lambda's queue holds, a batch, or a lane.
struct PendingRetry: Sendable {
    var function: Int
    /// The lane to look at again; -1 for an event of an asynchronous invocation.
    var lane: Int
    /// When the event came or the batch was received, in nanoseconds.
    var arrived: Int64
    /// That the lane gets back.
    var batch: [Message] = []
    var errors = 0
    var refusals = 0
    /// Of a refused event that backs off; -1 for all else.
    var ticket = -1
}
