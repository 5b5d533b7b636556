/// What an environment does on processors that it shares with others, one stage after another.
struct Computation: Sendable {
    /// In seconds, on a processor of its own. `hidden` delays the invocation without being billed.
    struct Work: Sendable {
        var hidden = 0.0
        var initialization = 0.0
        var handler = 0.0
        /// Whether the handler does not end when its work is done.
        var hangs = false
    }

    enum Stage: Sendable {
        /// The environment starts with no invocation waiting for it.
        case ahead
        case hidden
        case initialization
        case handler
        case over
    }

    let work: Work
    let isCold: Bool
    /// How long who has sent the request waits, in seconds.
    let patience: Double
    private(set) var stage: Stage
    /// When the invocation came, when the environment took it, when what is billed began, and the handler, in nanoseconds.
    let arrived: Int64
    let began: Int64
    private(set) var billedFrom: Int64
    private(set) var handledFrom: Int64
    /// Until when it waits for something else than processors before the stage is done, in nanoseconds.
    var waitsUntil: Int64?

    init(_ work: Work, _ stage: Stage, isCold: Bool, patience: Double = .infinity, arrived: Int64, at now: Int64) {
        (self.work, self.isCold, self.patience, self.stage) = (work, isCold, patience, stage)
        (self.arrived, began, billedFrom, handledFrom) = (arrived, now, now, now)
    }

    /// Of the stage, in seconds.
    var stageWork: Double {
        switch stage {
        case .ahead: work.hidden + work.initialization
        case .hidden: work.hidden
        case .initialization: work.initialization
        case .handler: work.handler
        case .over: 0
        }
    }

    /// Whether nothing but the timeout ends the stage.
    var hangs: Bool { stage == .handler && work.hangs }

    /// The stage's work is done.
    mutating func goOn(at now: Int64) {
        waitsUntil = nil
        switch stage {
        case .hidden: (stage, billedFrom) = (.initialization, now)
        case .initialization: (stage, handledFrom) = (.handler, now)
        case .ahead, .handler, .over: stage = .over
        }
    }
}
