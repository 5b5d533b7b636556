import Time

/// The life of one execution environment
/// (https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html). Events come in, and what the owner is
/// to do goes out; an event that the state does not allow changes nothing.
package struct EnvironmentLifecycle: Sendable, Hashable {
    package enum State: Sendable, Hashable {
        /// Extensions start, then the runtime, then the function's own code; over when all of them have asked for next.
        case initializing
        /// SnapStart: a snapshot is brought back and its after-restore hooks run.
        case restoring
        /// Waits for an invocation, frozen.
        case frozen
        /// An invocation is under way, until runtime and extensions have all asked for next.
        case busy
        /// As `busy`, but the runtime starts again first: its init counts as part of the invocation.
        case suppressedInit
        /// The invocation has failed with its process or timed out: runtime and extensions are being stopped.
        case resetting
        /// Stopped after a reset; the next invocation starts it again.
        case reset
        case shuttingDown
        case ended
    }

    package enum Action: Sendable, Hashable {
        case none
        case freeze
        /// Continue the frozen processes and hand the invocation over.
        case thaw
        /// Start runtime and extensions again, then hand the invocation over.
        case initializeWithinInvocation
        /// Stop the runtime, tell external extensions `Shutdown`, kill what is left after this time.
        case stop(within: Duration)
        /// The environment cannot start: refuse its invocation, or try once more within it.
        case retryInitWithinInvocation
        case release
    }

    package enum InitOutcome: Sendable, Hashable {
        case succeeded
        case failed
        /// Longer than the limit: ten seconds on demand.
        case timedOut
    }

    package private(set) var state: State
    /// Those that have registered.
    package var extensions: Extensions

    package enum Extensions: Sendable, Hashable {
        case none
        case internalOnly
        case external

        /// How long a shutdown may take before everything is killed.
        package var shutdownBudget: Duration {
            switch self {
            case .none: .zero
            case .internalOnly: .milliseconds(500)
            case .external: .milliseconds(2_000)
            }
        }
    }

    /// How long init may take: ten seconds on demand; with provisioned concurrency or SnapStart 130 seconds or the
    /// function's timeout, whichever is more.
    package static func initLimit(isProvisioned: Bool, timeout: Duration) -> Duration {
        isProvisioned ? max(.seconds(130), min(timeout, .seconds(900))) : .seconds(10)
    }

    package init(extensions: Extensions = .none, fromSnapshot: Bool = false) {
        state = fromSnapshot ? .restoring : .initializing
        self.extensions = extensions
    }

    /// Init or restore is over. `forInvocation` says that the environment was started for one.
    package mutating func initialized(_ outcome: InitOutcome, forInvocation: Bool) -> Action {
        guard state == .initializing || state == .restoring else { return .none }
        guard outcome == .succeeded else {
            if state == .initializing && forInvocation {
                state = .suppressedInit
                return .retryInitWithinInvocation
            }
            state = .ended
            return .release
        }
        state = forInvocation ? .busy : .frozen
        return forInvocation ? .thaw : .freeze
    }

    package mutating func invoke() -> Action {
        switch state {
        case .frozen:
            state = .busy
            return .thaw
        case .reset:
            state = .suppressedInit
            return .initializeWithinInvocation
        default: return .none
        }
    }

    /// Runtime and extensions have all asked for next.
    package mutating func completed() -> Action {
        guard state == .busy || state == .suppressedInit else { return .none }
        state = .frozen
        return .freeze
    }

    /// The runtime's process has died or the function's timeout has passed. An error that the runtime reports itself is
    /// no crash: the environment lives on.
    package mutating func crashed() -> Action {
        guard state == .busy || state == .suppressedInit else { return .none }
        state = .resetting
        return .stop(within: extensions.shutdownBudget)
    }

    /// The processes of an environment that waits for an invocation have ended by themselves.
    package mutating func processIsGone() { if state == .frozen { state = .reset } }

    /// Everything that a reset or a shutdown had to stop has stopped.
    package mutating func stopped() -> Action {
        switch state {
        case .resetting:
            state = .reset
            return .none
        case .shuttingDown:
            state = .ended
            return .release
        default: return .none
        }
    }

    /// The environment is not needed any more.
    package mutating func shutDown() -> Action {
        switch state {
        case .shuttingDown, .ended: return .none
        case .reset:
            state = .ended
            return .release
        default:
            state = .shuttingDown
            return .stop(within: extensions.shutdownBudget)
        }
    }
}
