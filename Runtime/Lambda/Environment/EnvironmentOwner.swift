import Time

/// Who decides over an execution environment and hears of it. Lives on the event loop.
protocol EnvironmentOwner: AnyObject {
    /// Its initialization for no invocation has succeeded; when it has not, `stopped` comes.
    func isPrepared(_ environment: ExecutionEnvironment)

    /// Its invocation has been answered, and it is about to be free.
    func hasAnswered(_ environment: ExecutionEnvironment)

    /// Its invocation is over; `isFree` follows, or `stopped`.
    func reports(_ environment: ExecutionEnvironment, _ report: InvocationReport)

    /// It could take an invocation.
    func isFree(_ environment: ExecutionEnvironment)

    /// It is gone.
    func stopped(_ environment: ExecutionEnvironment)
}

/// What an environment has done so far.
struct EnvironmentUse {
    let created: Timestamp
    private(set) var invocations = 0
    /// When its last invocation began or ended.
    private(set) var last: Timestamp

    init(created: Timestamp) {
        self.created = created
        last = created
    }

    mutating func begins(at moment: Timestamp) {
        invocations += 1
        last = moment
    }

    mutating func ends(at moment: Timestamp) { last = moment }
}
