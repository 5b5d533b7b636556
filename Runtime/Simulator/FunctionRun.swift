import ColdStart

/// What a simulation keeps for one function.
struct FunctionRun: Sendable {
    let workload: Workload
    var arrivals: ArrivalProcess
    /// Invocations that the fleet lets wait.
    var waiting = WaitingLine()
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
        var line = WaitingLine()
        var inFlight = 0
        /// Since when more has waited than may be processed, in nanoseconds.
        var backlogSince: Int64?
        /// Whether a retry after a throttle is under way.
        var isRetrying = false
    }

    init(workload: Workload, seed: UInt64) {
        self.workload = workload
        plan = workload.provisioned
        arrivals = ArrivalProcess(workload.arrivals, seed: seed)
        if case .queue(_, _, let seconds) = workload.front {
            window = Simulation.nanoseconds(min(seconds, 300))
        } else {
            window = 0
        }
        switch workload.front {
        case .synchronous, .asynchronous: lanes = []
        case .queue: lanes = [Lane()]
        case .stream(let stream, _): lanes = Array(repeating: Lane(), count: stream.lanes)
        }
    }
}

/// What every event of a function needs, apart from the rest so that it is small.
struct FunctionPulse: Sendable {
    let id: FunctionID
    let gigabytes: Double
    let isSynchronous: Bool
    let hasRoutes: Bool
    /// In seconds.
    let timeout: Double
    let canFail: Bool
    /// Whether target tracking looks at how many invocations there are at once.
    let tracksDemand: Bool
    /// When `wakeUp` is due next, in nanoseconds; `.max` when it is not.
    var wakeUpAt = Int64.max

    init(id: FunctionID, workload: Workload) {
        self.id = id
        gigabytes = Double(workload.memorySize) / 1_024
        canFail = workload.errorRate > 0 || workload.crashRate > 0
        if case .targetTracking = workload.provisioned { tracksDemand = true } else { tracksDemand = false }
        isSynchronous = workload.front == .synchronous
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
    var isProvisioned = false
}

/// An event that Lambda's queue holds until it is tried again, or while it is tried.
struct PendingRetry: Sendable {
    var function: Int
    /// The lane to look at again; -1 for an event of an asynchronous invocation.
    var lane: Int
    /// When the event came, in nanoseconds.
    var arrived: Int64
    var errors = 0
    var refusals = 0
}
