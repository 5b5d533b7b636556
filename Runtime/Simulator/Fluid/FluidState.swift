#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The environments of a function as amounts that flow: those that start, those that serve, and those that are idle.
struct FluidState {
    private let terms: FluidTerms
    /// What is left of an amount after a step.
    private let warmFade: Double
    private let stageFade: Double
    /// What one arrival in a step adds to those that serve at its end.
    private let share: Double
    /// Environments in each stage of their start.
    private var starting: [Double]
    /// Environments that serve.
    private var serving = 0.0
    /// What would serve if nothing ever started cold: the mean around which chance moves.
    private var demand = 0.0
    /// What would serve if nothing were refused.
    private var offered = 0.0
    private var chance = FluidChance()
    /// Environments that there are.
    private var alive = 0.0
    private var tokens: Double
    private var window: FluidWindow
    private var ages: FluidAges?
    /// Environments that have reached their maximum life and end when they are next idle.
    private var due = 0.0

    /// Environments that start.
    private var beginning: Double { starting.reduce(0, +) }
    private var busy: Double { serving + beginning }

    init(_ terms: FluidTerms) {
        self.terms = terms
        warmFade = exp(-terms.step / terms.warm)
        stageFade = terms.start > 0 ? max(0, 1 - terms.step * Double(terms.stages) / terms.start) : 0
        share = terms.warm * (1 - warmFade) / terms.step
        starting = Array(repeating: 0, count: terms.stages)
        tokens = terms.burst
        window = FluidWindow(seconds: terms.keepAlive, step: terms.step)
        ages = terms.maximumLife.map { FluidAges(maximumLife: $0, step: terms.step) }
    }

    /// One step at this rate of requests a second.
    mutating func advance(from time: Double, rate: Double) -> FluidModel.Moment {
        let step = terms.step
        if terms.refill.isFinite { tokens = min(terms.burst, tokens + terms.refill * step) }
        let started = moveStarts()
        let ended = serving * (1 - warmFade)
        serving += (terms.handlerFollows ? started : 0) - ended
        endOld(idleAgain: ended + (terms.handlerFollows ? 0 : started))
        offered = offered * warmFade + rate * step * share
        // A request that finds no environment leaves the limit of requests its token, for another.
        let accepted = min(rate * (1 - chance.blocked(offered, terms.concurrency)), terms.requests) * step
        var (cold, refused) = admit(accepted, rate)
        refused += rate * step - accepted
        demand = demand * warmFade + (rate * step - refused) * share
        cold += followChance(spread: accepted < terms.requests * step ? 1 : terms.spread(at: rate), isShort: cold > 0)
        ages?.add(cold)
        return FluidModel.Moment(
            time: time,
            rate: rate,
            running: busy,
            environments: alive,
            coldPerSecond: cold / step,
            throttledPerSecond: refused / step
        )
    }

    /// Returns how many have started.
    private mutating func moveStarts() -> Double {
        var moving = 0.0
        for stage in starting.indices {
            let leaving = starting[stage] * (1 - stageFade)
            starting[stage] += moving - leaving
            moving = leaving
        }
        return moving
    }

    /// Ends what is old and idle.
    private mutating func endOld(idleAgain: Double) {
        guard let old = ages?.takeOld() else { return }
        due += old
        let ended = min(due, max(0, alive - busy - idleAgain) + idleAgain)
        due -= ended
        alive -= ended
    }

    /// Gives a step's arrivals to what is idle and starts new environments for the rest, as far as limits allow. Returns
    /// cold starts and arrivals that are refused.
    private mutating func admit(_ arriving: Double, _ rate: Double) -> (cold: Double, refused: Double) {
        let over = max(0, serving + arriving * share - max(0, alive - beginning))
        guard over > 0, arriving > 0 else {
            serving += arriving * share
            return (0, 0)
        }
        let excess = min(arriving, over / share)
        serving += (arriving - excess) * share
        // Where a step is longer than a start, what starts serves others within the step.
        let wanted = min(excess, over + rate * min(terms.step, terms.start))
        let cold = max(0, min(wanted, tokens, terms.concurrency - alive))
        start(cold)
        return (cold, excess * (1 - cold / wanted))
    }

    private mutating func start(_ count: Double) {
        tokens -= count
        alive += count
        if starting.isEmpty { serving += count } else { starting[0] += count }
    }

    /// Chance takes more environments into use than the mean, and keep-alive ends those that it no longer uses. Returns
    /// how many it starts.
    private mutating func followChance(spread: Double, isShort: Bool) -> Double {
        chance.update(mean: demand, spread: spread, terms)
        let busy = busy
        expire(downTo: window.maximum(adding: max(busy, min(alive, chance.highest))))
        if isShort { return 0 }
        let started = min(chance.started(at: alive) * terms.step, tokens)
        start(started)
        expire(downTo: max(busy, alive - chance.expired(at: alive) * terms.step))
        return started
    }

    private mutating func expire(downTo level: Double) {
        guard alive > level else { return }
        ages?.thin(to: level / alive)
        due *= level / alive
        alive = level
    }
}

/// The most within a time before now, by steps.
private struct FluidWindow {
    private let length: Int
    private var levels: [(value: Double, index: Int)] = []
    private var head = 0
    private var index = 0

    init(seconds: Double, step: Double) { length = max(1, Int((seconds / step).rounded())) }

    mutating func maximum(adding value: Double) -> Double {
        while levels.count > head, let last = levels.last, last.value <= value { levels.removeLast() }
        levels.append((value, index))
        while levels[head].index <= index - length { head += 1 }
        if head > 4_096 && head > levels.count / 2 {
            levels.removeFirst(head)
            head = 0
        }
        index += 1
        return levels[head].value
    }
}

/// How many environments were started when, of those that are still there.
private struct FluidAges {
    /// Steps are counted together where a life has more of them.
    private static let mostBins = 100_000

    private let stepsPerBin: Int
    private var bins: [Double]
    private var step = 0
    /// What a bin's number is worth now, for keep-alive ends environments of every age.
    private var worth = 1.0

    init(maximumLife: Double, step: Double) {
        let steps = max(1, maximumLife / step)
        stepsPerBin = max(1, Int((steps / Double(Self.mostBins)).rounded(.up)))
        bins = Array(repeating: 0, count: max(1, Int((steps / Double(stepsPerBin)).rounded())))
    }

    /// Called once in a step, before `add`.
    mutating func takeOld() -> Double {
        step += 1
        guard step % stepsPerBin == 0 else { return 0 }
        let index = step / stepsPerBin % bins.count
        defer { bins[index] = 0 }
        return bins[index] * worth
    }

    mutating func add(_ count: Double) { bins[step / stepsPerBin % bins.count] += count / worth }

    mutating func thin(to share: Double) {
        guard share > 1e-200 else {
            bins = Array(repeating: 0, count: bins.count)
            return worth = 1
        }
        worth *= share
        guard worth < 1e-100 else { return }
        for index in bins.indices { bins[index] *= worth }
        worth = 1
    }
}
