import Time

/// An execution environment in the eyes of the model.
package struct EnvironmentID: Hashable, Sendable, CustomStringConvertible {
    fileprivate var number: UInt64
    package var description: String { "\(number)" }
}

/// A function version whose environments the model tracks.
package struct FunctionID: Hashable, Sendable {
    fileprivate var number: Int
}

/// Why Lambda refuses an invocation with `TooManyRequestsException`; the raw values are the `Reason` on the wire.
package enum ThrottleReason: String, Sendable, Hashable {
    case concurrentInvocationLimitExceeded = "ConcurrentInvocationLimitExceeded"
    case reservedFunctionConcurrentInvocationLimitExceeded = "ReservedFunctionConcurrentInvocationLimitExceeded"
}

/// What an account and this machine allow.
package struct FleetLimits: Sendable, Hashable {
    /// Invocations under way at once, over all functions. AWS's default is 1,000.
    package var accountConcurrency: Int
    /// How long an idle environment is kept. AWS gives no number; ten minutes fits what has been measured of it.
    package var keepAlive: Duration
    /// Environments of one function on this machine; what comes when all are busy waits for one. Not a limit of
    /// Lambda's, so there is none unless the user sets it.
    package var environmentsPerFunction: Int?

    package init(
        accountConcurrency: Int = 1_000,
        keepAlive: Duration = .seconds(600),
        environmentsPerFunction: Int? = nil
    ) {
        self.accountConcurrency = accountConcurrency
        self.keepAlive = keepAlive
        self.environmentsPerFunction = environmentsPerFunction
    }
}

/// Decides for every invocation which execution environment serves it: the most recently used idle one, a new one
/// (a cold start), or none (a throttle). Pure: moments come in as arguments, decisions go out, the owner performs them.
///
/// Order of checks as in Lambda: reserved concurrency of the function, then what the other functions' reservations
/// leave of the account's (https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html).
package struct Fleet: Sendable {
    package enum Decision: Sendable, Hashable {
        /// A warm start in this environment.
        case reuse(EnvironmentID)
        /// A cold start: this environment is new and takes the invocation once it is initialized.
        case start(EnvironmentID)
        /// Every environment this machine may have is busy; the invocation is next in line for one.
        case wait
        /// An environment has answered and is about to be free; the invocation waits for it, and `overdue` is told if
        /// that takes longer than this. A runtime asks for its next event a moment after it has answered, and a caller
        /// that invokes again at once must not meet a cold start for that.
        case waitBriefly(Duration)
        case throttle(ThrottleReason)
    }

    /// What becomes of an environment that has finished an invocation.
    package enum Release: Sendable, Hashable {
        /// It takes the invocation that has waited longest.
        case serveNext
        /// It stays warm.
        case idle
        /// Its function has changed: it ends. Where an invocation waits, `replacement` is started for it.
        case retire(replacement: EnvironmentID?)
    }

    private struct Idle {
        var environment: EnvironmentID
        var since: Timestamp
    }

    private struct Busy {
        /// The function's when the environment was started.
        var generation: Int
        /// It has answered and not yet asked for more: it no longer counts as an invocation under way.
        var isFinishing = false
    }

    private struct Function {
        var reserved: Int?
        /// Counts the function's changes; environments of an older generation serve no new invocation.
        var generation = 0
        /// Those that serve an invocation or start for one.
        var busy: [EnvironmentID: Busy] = [:]
        var finishing = 0
        /// The most recently used last.
        var idle: [Idle] = []
        var waiting = 0

        var underWay: Int { busy.count - finishing + waiting }
    }

    /// Shorter than any cold start.
    private static let finishingGrace = Duration.milliseconds(10)

    package let limits: FleetLimits
    private var functions: [Function] = []
    private var lastEnvironment: UInt64 = 0
    private var unreservedBusy = 0
    private var unreservedLimit: Int

    package init(limits: FleetLimits = FleetLimits()) {
        self.limits = limits
        unreservedLimit = limits.accountConcurrency
    }

    /// Adds a function; `reserved` is its reserved concurrency, a ceiling and a guarantee, where 0 throttles all.
    package mutating func add(reserved: Int? = nil) -> FunctionID {
        functions.append(Function(reserved: reserved))
        unreservedLimit -= reserved ?? 0
        return FunctionID(number: functions.count - 1)
    }

    /// An invocation arrives.
    package mutating func arrive(_ function: FunctionID) -> Decision {
        let index = function.number
        if let reserved = functions[index].reserved {
            if functions[index].underWay >= reserved {
                return .throttle(.reservedFunctionConcurrentInvocationLimitExceeded)
            }
        } else {
            if unreservedBusy >= unreservedLimit { return .throttle(.concurrentInvocationLimitExceeded) }
            unreservedBusy += 1
        }
        if let idle = functions[index].idle.popLast() {
            functions[index].busy[idle.environment] = Busy(generation: functions[index].generation)
            return .reuse(idle.environment)
        }
        if let cap = limits.environmentsPerFunction, functions[index].busy.count >= cap {
            functions[index].waiting += 1
            return .wait
        }
        if functions[index].finishing > functions[index].waiting {
            functions[index].waiting += 1
            return .waitBriefly(Self.finishingGrace)
        }
        return .start(newEnvironment(for: index))
    }

    /// A brief wait has not ended. Returns the environment to start for the invocation that has waited longest.
    package mutating func overdue(_ function: FunctionID) -> EnvironmentID? {
        let index = function.number
        let cap = limits.environmentsPerFunction ?? .max
        guard functions[index].waiting > 0, functions[index].busy.count < cap else { return nil }
        functions[index].waiting -= 1
        return newEnvironment(for: index)
    }

    /// An environment has answered its invocation; `release` or `remove` follows.
    package mutating func answered(_ environment: EnvironmentID, of function: FunctionID) {
        let index = function.number
        guard functions[index].busy[environment]?.isFinishing == false else { return }
        functions[index].busy[environment]?.isFinishing = true
        functions[index].finishing += 1
        if functions[index].reserved == nil { unreservedBusy -= 1 }
    }

    /// An environment has finished its invocation and could take another.
    package mutating func release(_ environment: EnvironmentID, of function: FunctionID, at now: Timestamp) -> Release {
        let index = function.number
        guard functions[index].busy[environment]?.generation == functions[index].generation else {
            return .retire(replacement: remove(environment, of: function))
        }
        finish(environment, index)
        if functions[index].waiting > 0 {
            functions[index].waiting -= 1
            return .serveNext
        }
        functions[index].busy[environment] = nil
        functions[index].idle.append(Idle(environment: environment, since: now))
        return .idle
    }

    /// An environment is gone for good. Returns the one to start instead when an invocation waits for it.
    package mutating func remove(_ environment: EnvironmentID, of function: FunctionID) -> EnvironmentID? {
        let index = function.number
        guard functions[index].busy[environment] != nil else {
            functions[index].idle.removeAll { $0.environment == environment }
            return nil
        }
        finish(environment, index)
        functions[index].busy[environment] = nil
        guard functions[index].waiting > 0 else { return nil }
        functions[index].waiting -= 1
        return newEnvironment(for: index)
    }

    /// Takes away the environments of a function that have been idle for the keep-alive time.
    package mutating func expire(_ function: FunctionID, at now: Timestamp) -> [EnvironmentID] {
        let expired = functions[function.number].idle.prefix { $0.since + limits.keepAlive <= now }
        functions[function.number].idle.removeFirst(expired.count)
        return expired.map(\.environment)
    }

    /// When the next idle environment of a function expires.
    package func nextExpiry(of function: FunctionID) -> Timestamp? {
        functions[function.number].idle.first.map { $0.since + limits.keepAlive }
    }

    /// The function's code has changed: idle environments end now (they are returned), busy ones when they finish.
    package mutating func replace(_ function: FunctionID) -> [EnvironmentID] {
        let idle = functions[function.number].idle.map(\.environment)
        functions[function.number].idle = []
        functions[function.number].generation += 1
        return idle
    }

    /// How many environments of a function serve or start, and how many are idle.
    package func count(of function: FunctionID) -> (busy: Int, idle: Int) {
        (functions[function.number].busy.count, functions[function.number].idle.count)
    }

    private mutating func newEnvironment(for index: Int) -> EnvironmentID {
        lastEnvironment += 1
        let environment = EnvironmentID(number: lastEnvironment)
        functions[index].busy[environment] = Busy(generation: functions[index].generation)
        return environment
    }

    /// The environment's invocation is over, whether or not `answered` came before.
    private mutating func finish(_ environment: EnvironmentID, _ index: Int) {
        if functions[index].busy[environment]?.isFinishing == true {
            functions[index].busy[environment]?.isFinishing = false
            functions[index].finishing -= 1
        } else if functions[index].reserved == nil {
            unreservedBusy -= 1
        }
    }
}
