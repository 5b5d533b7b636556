// MARK: - Environments that share processors

extension Simulation {
    /// An environment takes an invocation.
    mutating func compute(_ slot: Int, _ work: Computation.Work, arrived: Int64, isCold: Bool) {
        let first: Computation.Stage = work.hidden > 0 ? .hidden : work.initialization > 0 ? .initialization : .handler
        begin(slot, Computation(work, first, isCold: isCold, patience: patience, arrived: arrived, at: now))
    }

    /// An environment starts ahead of need.
    mutating func computeAhead(_ slot: Int, seconds: Double) {
        let work = Computation.Work(initialization: seconds)
        begin(slot, Computation(work, .ahead, isCold: true, arrived: now, at: now))
    }

    private mutating func begin(_ slot: Int, _ computation: Computation) {
        while slot >= computations.count { computations.append(computation) }
        computations[slot] = computation
        beginStage(slot)
        awaitProcessors()
    }

    private mutating func beginStage(_ slot: Int) {
        let computation = computations[slot]
        let work = computation.stageWork * computingShare(slot)
        processors?.begin(slot, work: Self.nanoseconds(work), at: now)
        let timeout = pulses[Int(environments[slot].function)].timeout
        if computation.stage == .handler && timeout.isFinite {
            queue.push(Event(.timeout, slot, at: moment(after: timeout)))
        }
    }

    /// Of the stage that the environment is in.
    private func computingShare(_ slot: Int) -> Double {
        let shares = functions[Int(environments[slot].function)].workload.computing
        return computations[slot].stage == .handler ? shares.handler : shares.start
    }

    /// Looks again when the next one is done, or before that.
    private mutating func awaitProcessors() {
        guard let end = processors?.nextEnd, end < computedAt else { return }
        computedAt = end
        queue.push(Event(.computed, 0, at: end))
    }

    /// Some may have done their work; others that came have perhaps delayed it.
    mutating func computed() {
        // An earlier one was put in since this one was.
        guard computedAt <= now else { return }
        computedAt = .max
        while let slot = processors?.end(at: now) {
            if computations[slot].hangs { continue }
            let wait = computations[slot].stageWork * (1 - computingShare(slot))
            if wait > 0 {
                let end = moment(after: wait)
                computations[slot].waitsUntil = end
                queue.push(Event(.waited, slot, at: end))
            } else {
                stageEnds(slot)
            }
        }
        awaitProcessors()
    }

    /// An environment has waited for something else, if it was not ended before.
    mutating func waited(_ slot: Int) {
        guard computations[slot].waitsUntil == now else { return }
        stageEnds(slot)
        awaitProcessors()
    }

    private mutating func stageEnds(_ slot: Int) {
        let stage = computations[slot].stage
        computations[slot].goOn(at: now)
        switch stage {
        case .ahead: initialized(slot)
        case .hidden, .initialization: beginStage(slot)
        case .handler, .over: answer(slot, isOverTime: false)
        }
    }

    /// The handler may not run any longer, if it is that one.
    mutating func timeOut(_ slot: Int) {
        let (computation, timeout) = (computations[slot], pulses[Int(environments[slot].function)].timeout)
        guard computation.stage == .handler, computation.handledFrom + Self.nanoseconds(timeout) == now else { return }
        processors?.stop(slot, at: now)
        computations[slot].goOn(at: now)
        environments[slot].isReset = true
        answer(slot, isOverTime: true)
        awaitProcessors()
    }

    /// The environment is gone, perhaps before it had started.
    mutating func stopComputing(_ slot: Int) {
        guard slot < computations.count, computations[slot].stage == .ahead else { return }
        processors?.stop(slot, at: now)
        computations[slot].goOn(at: now)
    }

    private mutating func answer(_ slot: Int, isOverTime: Bool) {
        let (computation, run) = (computations[slot], environments[slot])
        let index = Int(run.function)
        if isOverTime || Double(now - computation.arrived) * 1e-9 > computation.patience { statistics.timedOut(index) }
        let service = Double(now - computation.billedFrom) * 1e-9
        statistics.serves(
            index,
            isCold: computation.isCold,
            wait: Double(computation.began - computation.arrived) * 1e-9,
            service: service,
            hidden: Double(computation.billedFrom - computation.began) * 1e-9,
            gigabytes: pulses[index].gigabytes,
            run.kind
        )
        let storage = pulses[index].ephemeralGigabytes
        if storage > 0 { statistics.stored(gigabytes: storage, service: service, index) }
        depart(slot)
    }
}
