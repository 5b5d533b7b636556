import ColdStart
import Time

// MARK: - Invocations begin

extension Simulation {
    mutating func arrive(_ index: Int) {
        statistics.offered(index)
        if pulses[index].hasRoutes {
            request(index)
        } else if pulses[index].isSynchronous {
            _ = admit(index, arrived: now)
        } else if functions[index].lanes.isEmpty {
            attempt(PendingRetry(function: index, lane: -1, arrived: now))
        } else {
            let count = functions[index].lanes.count
            let lane = count == 1 ? 0 : Int.random(in: 0..<count, using: &otherRandom)
            if pulses[index].isQueue { statistics.asked(queue: functions[index].workload.messagesSent, index) }
            functions[index].lanes[lane].line.append(Message(arrived: now))
            dispatch(index, lane)
        }
    }

    enum Admission {
        case running(EnvironmentID)
        case waiting
        case throttled
    }

    /// An invocation meets the fleet; `arrived` is when its latency began.
    @inline(__always)
    mutating func admit(_ index: Int, arrived: Int64) -> Admission {
        if pulses[index].tracksDemand {
            functions[index].peakDemand = max(functions[index].peakDemand, busy(index) + 1)
        }
        let decision = fleet.arrive(pulses[index].id, at: timestamp)
        switch decision {
        case .reuse(let id):
            serve(index, id, arrived: arrived, isCold: false)
            if needsWakeUps { wakeUp(index) }
            return .running(id)
        case .start(let id):
            begin(id, index)
            serve(index, id, arrived: arrived, isCold: true)
            if needsWakeUps { afterStart(index) }
            return .running(id)
        case .wait, .waitBriefly:
            functions[index].waiting.append(arrived)
            return .waiting
        case .throttle(let reason):
            statistics.throttled(index, reason)
            return .throttled
        }
    }

    private mutating func afterStart(_ index: Int) {
        endEvicted()
        wakeUp(index)
    }

    /// A new environment is there.
    mutating func begin(_ id: EnvironmentID, _ index: Int) {
        statistics.advanceEnvironments(to: now)
        let run = EnvironmentRun(
            id: id,
            created: now,
            function: Int32(index),
            kind: EnvironmentKind(
                architecture: pulses[index].architecture,
                isProvisioned: fleet.isProvisioned(id)
            )
        )
        if id.slot < environments.count { environments[id.slot] = run } else { environments.append(run) }
        statistics.environmentBegins(gigabytes: pulses[index].gigabytes, run.kind)
    }

    /// Of the init phase, in seconds.
    static let initLimit = EnvironmentLifecycle.initLimit(isProvisioned: false, timeout: .zero).inSeconds

    /// An environment takes an invocation: how long that will take is known now, unless it shares processors.
    mutating func serve(_ index: Int, _ id: EnvironmentID, arrived: Int64, isCold: Bool) {
        let slot = id.slot
        let pulse = pulses[index]
        let run = environments[slot]
        var work = Computation.Work(handler: handlerDuration(index))
        if isCold || run.isReset { start(slot, index, &work, isCold: isCold) }
        if pulse.canHang { work.hangs = otherRandom.unit() < functions[index].workload.hangRate }
        statistics.advance(to: now)
        statistics.begins(gigabytes: pulse.gigabytes)
        guard processors == nil else { return compute(slot, work, arrived: arrived, isCold: isCold) }
        let isOverTime = work.hangs || work.handler > pulse.timeout
        if isOverTime { environments[slot].isReset = true }
        let service = (isOverTime ? pulse.timeout : work.handler) + work.initialization
        let wait = Double(now - arrived) * 1e-9
        if isOverTime || wait + service + work.hidden > patience { statistics.timedOut(index) }
        queue.push(Event(.departure, slot, at: moment(after: service + work.hidden)))
        statistics.serves(
            index,
            isCold: isCold,
            wait: wait,
            service: service,
            hidden: work.hidden,
            gigabytes: pulse.gigabytes,
            run.kind
        )
        if pulse.ephemeralGigabytes > 0 {
            statistics.stored(gigabytes: pulse.ephemeralGigabytes, service: service, index)
        }
    }

    /// In seconds: a route's or a trace's, or by the function's law.
    @inline(__always)
    private mutating func handlerDuration(_ index: Int) -> Double {
        guard let givenDuration else { return functions[index].workload.duration.sample(&random) }
        return givenDuration * functions[index].workload.durationFactor
    }

    /// What an environment that is new or was reset does besides its handler's work. After a reset, and after an init phase
    /// that took too long, it initializes within the invocation, and within the function's timeout.
    @inline(never)
    private mutating func start(_ slot: Int, _ index: Int, _ work: inout Computation.Work, isCold: Bool) {
        switch functions[index].workload.coldStart {
        case .replaced(let distribution): work.handler = distribution.sample(&otherRandom)
        case .delays(let delays):
            guard isCold else {
                work.handler += delays.initialization.sample(&otherRandom)
                break
            }
            if let first = functions[index].workload.firstDuration { work.handler = first.sample(&otherRandom) }
            work.initialization = delays.start.sample(&otherRandom)
            work.hidden = delays.preparation.sample(&otherRandom)
            if work.initialization > Self.initLimit {
                work.hidden += Self.initLimit
                work.handler += delays.initialization.sample(&otherRandom)
                work.initialization = 0
            }
        }
        if isCold { restored(index) }
        environments[slot].isReset = false
    }
}

// MARK: - Invocations end

extension Simulation {
    mutating func depart(_ slot: Int) {
        let run = environments[slot]
        let index = Int(run.function)
        statistics.advance(to: now)
        statistics.departs(gigabytes: pulses[index].gigabytes)
        if pulses[index].canFail { decideFate(slot, index) }
        switch fleet.release(run.id, of: pulses[index].id, at: timestamp) {
        case .idle: break
        case .serveNext:
            if let arrived = functions[index].waiting.popFirst() {
                serve(index, run.id, arrived: arrived, isCold: false)
            }
        case .retire(let replacement):
            finish(slot)
            if let replacement, let arrived = functions[index].waiting.popFirst() {
                begin(replacement, index)
                serve(index, replacement, arrived: arrived, isCold: true)
            }
        }
        if needsWakeUps { endEvicted() }
        if needsWakeUps || pulses[index].isProvisioned || mayEndBeforeWakeUp(run, index) { wakeUp(index) }
        if run.event >= 0 { settle(slot, Int(run.event)) }
        if pulses[index].hasRefused { attemptNext(index) }
        if run.lane >= 0 {
            environments[slot].lane = -1
            laneIsFree(index, Int(run.lane))
        }
    }

    /// Whether the invocation has failed, and with it perhaps the process. One that took too long has.
    private mutating func decideFate(_ slot: Int, _ index: Int) {
        let chance = otherRandom.unit()
        let crash = functions[index].workload.crashRate
        if chance <= crash { environments[slot].isReset = true }
        statistics.failed = environments[slot].isReset || chance <= crash + functions[index].workload.errorRate
    }

    private mutating func restored(_ index: Int) {
        guard functions[index].workload.paysForSnapshots else { return }
        statistics.restored(gigabytes: pulses[index].gigabytes, index)
    }

    /// The environment is gone.
    mutating func finish(_ slot: Int) {
        let run = environments[slot]
        if processors != nil { stopComputing(slot) }
        statistics.advanceEnvironments(to: now)
        statistics.environmentEnds(
            lived: Double(now - run.created) * 1e-9,
            gigabytes: pulses[Int(run.function)].gigabytes,
            run.kind
        )
    }

    mutating func endEvicted() {
        guard fleet.hasEvicted else { return }
        for (id, _) in fleet.takeEvicted() { finish(id.slot) }
    }
}

// MARK: - Environments without invocations

extension Simulation {
    /// Makes sure that the function is woken when the fleet wants it.
    mutating func wakeUp(_ index: Int) {
        let at = max(now, fleet.wakeUpTime(of: pulses[index].id))
        guard at < pulses[index].wakeUpAt else { return }
        pulses[index].wakeUpAt = at
        queue.push(Event(.wakeUp, index, at: at))
    }

    /// Whether an environment that is idle from now on, which is kept for a fixed time, may end before its function is woken.
    @inline(__always)
    private func mayEndBeforeWakeUp(_ run: EnvironmentRun, _ index: Int) -> Bool {
        let wakeUp = pulses[index].wakeUpAt
        return wakeUp - now > keepAlive || wakeUp - run.created > maximumLife
    }

    mutating func wake(_ index: Int) {
        // An earlier one was put in since this one was.
        guard pulses[index].wakeUpAt <= now else { return }
        pulses[index].wakeUpAt = .max
        for id in fleet.expire(pulses[index].id, at: timestamp) { finish(id.slot) }
        for id in fleet.prepare(pulses[index].id, at: timestamp) {
            begin(id, index)
            restored(index)
            let seconds = startUp(index)
            if processors != nil {
                computeAhead(id.slot, seconds: seconds)
            } else {
                let ready = moment(after: seconds)
                readyAt[id.slot] = ready
                queue.push(Event(.initialized, id.slot, at: ready))
            }
        }
        if needsWakeUps { endEvicted() }
        wakeUp(index)
    }

    /// In seconds.
    private mutating func startUp(_ index: Int) -> Double {
        guard case .delays(let delays) = functions[index].workload.coldStart else { return 0 }
        return delays.preparation.sample(&otherRandom) + delays.start.sample(&otherRandom)
    }

    mutating func initialized(_ slot: Int) {
        // Another environment may have taken the place of one that was given up.
        if processors == nil && readyAt[slot] != now { return }
        readyAt[slot] = nil
        let run = environments[slot]
        let index = Int(run.function)
        for id in fleet.initialized(run.id, of: pulses[index].id, at: timestamp) { finish(id.slot) }
        wakeUp(index)
    }

    private func busy(_ index: Int) -> Int { fleet.count(of: pulses[index].id).busy }

    /// A minute has gone by: schedules and target tracking may want another number.
    mutating func reviewProvisioned(_ index: Int) {
        guard let plan = functions[index].plan else { return }
        let current = functions[index].provisionedTarget
        var wanted: Int?
        switch plan {
        case .fixed: break
        case .schedule: wanted = plan.initial(secondOfDay: Int(now / 1_000_000_000) % 86_400)
        case .targetTracking(var tracking):
            let utilization = Double(functions[index].peakDemand) / Double(max(1, current))
            wanted = tracking.observe(utilization: utilization, current: current)
            functions[index].plan = .targetTracking(tracking)
        }
        functions[index].peakDemand = busy(index)
        guard let wanted, wanted != current else { return }
        let rate = scenario.allocation
        // What the account does not allow is not provisioned, as on Lambda: the old number stays.
        guard let ended = try? fleet.provision(pulses[index].id, wanted, rate: rate, at: timestamp) else { return }
        functions[index].provisionedTarget = wanted
        for id in ended { finish(id.slot) }
        wakeUp(index)
    }
}
