import Time

// MARK: - Environments that start before they are needed

extension Fleet {
    /// When `expire` and `prepare` have something to do next.
    package func nextWakeUp(of function: FunctionID) -> Timestamp? {
        let next = wakeUpTime(function.number)
        return next < .max ? Timestamp(nanosecondsSinceEpoch: next) : nil
    }

    /// The same in nanoseconds, `.max` for never: for who asks after every event. Mutating only so that it runs in place.
    package mutating func wakeUpTime(of function: FunctionID) -> Int64 { wakeUpTime(function.number) }

    @inline(__always)
    private func wakeUpTime(_ index: Int) -> Int64 {
        let expiry = firstDeadline(index)
        guard usesHistograms || functions[index].isProvisioned || policy.preemptiveInits > 0 else { return expiry }
        return min(expiry, nextPreparation(index).nanosecondsSinceEpoch)
    }

    /// When `prepare` is to be called next: in the past when something is to be done at once.
    package func nextPreparation(of function: FunctionID) -> Timestamp? {
        let next = nextPreparation(function.number)
        return next < .never ? next : nil
    }

    @inline(__always)
    private func nextPreparation(_ index: Int) -> Timestamp {
        let next = min(provisioned[index].nextPreparation, functions[index].preWarming ?? .never)
        guard lacksSpare(index) else { return next }
        return min(next, functions[index].scaling?.nextToken ?? Timestamp(nanosecondsSinceEpoch: 0))
    }

    /// Environments to start now without an invocation: provisioned ones, those that the keep-alive policy wants ready
    /// again, and spare ones. `initialized` follows for each, or `remove`.
    package mutating func prepare(_ function: FunctionID, at now: Timestamp) -> [EnvironmentID] {
        let index = function.number
        var started: [EnvironmentID] = []
        while let succession = provisioned[index].start(at: now) {
            let slot = begin(.preparing, index, at: now)
            table[slot].isProvisioned = true
            table[slot].succession = succession
            started.append(table[slot].id)
        }
        if let due = functions[index].preWarming, due <= now {
            functions[index].preWarming = nil
            if functions[index].idle.count == 0 { started.append(prepareOne(index, at: now)) }
        }
        while lacksSpare(index), functions[index].scaling?.hasToken(at: now) ?? true {
            functions[index].scaling?.spend()
            started.append(prepareOne(index, at: now))
        }
        return started
    }

    /// An environment to start now for no invocation, whatever the policy says. `initialized` or `remove` follows.
    package mutating func startAhead(_ function: FunctionID, at now: Timestamp) -> EnvironmentID {
        prepareOne(function.number, at: now)
    }

    /// Whether any concurrency is left to the function beside what is provisioned.
    package func runsOnDemand(_ function: FunctionID) -> Bool { pools[functions[function.number].pool].limit > 0 }

    private mutating func prepareOne(_ index: Int, at now: Timestamp) -> EnvironmentID {
        functions[index].preparing += 1
        return table[begin(.preparing, index, at: now)].id
    }

    /// Spare environments are kept ready for as long as the function is in use.
    @inline(__always)
    private func lacksSpare(_ index: Int) -> Bool {
        policy.preemptiveInits > 0 && functions[index].busy > 0
            && functions[index].idle.count + functions[index].preparing < policy.preemptiveInits
    }

    /// An environment that was prepared is ready. Returns idle ones that end now that this one is there in their place.
    @discardableResult
    package mutating func initialized(
        _ environment: EnvironmentID,
        of function: FunctionID,
        at now: Timestamp
    ) -> [EnvironmentID] {
        let (slot, index) = (environment.slot, function.number)
        guard table.holds(environment), table[slot].state == .preparing else { return [] }
        guard table[slot].isProvisioned else {
            functions[index].preparing -= 1
            becomeIdle(slot, index, at: now)
            return []
        }
        let ready = provisioned[index].initialized(slot, table[slot].succession)
        table[slot].succession = .none
        for slot in ready { becomeIdle(slot, index, at: now) }
        return endSpare(index)
    }
}

// MARK: - Concurrency settings

extension Fleet {
    /// Sets how much concurrency a function has provisioned. Its environments are started at `rate`, from the function's
    /// reservation or from what the reservations leave of the account's. Returns environments that end: those that are too
    /// many and serve nothing.
    package mutating func provision(
        _ function: FunctionID,
        _ count: Int,
        rate: AllocationRate = AllocationRate(),
        at now: Timestamp
    ) throws(ConcurrencyError) -> [EnvironmentID] {
        let index = function.number
        let pool = functions[index].pool
        try checkProvision(function, count)
        pools[pool].limit -= count - provisioned[index].target
        functions[index].isProvisioned = true
        let requests = limits.requestBucket(forConcurrency: count)
        provisioned[index].request(count, requests: requests, rate: rate, at: now)
        let ended = endSurplus(index) + endSpare(index)
        // Nothing may be left that the others of a request wait for.
        for slot in provisioned[index].takeReady() { becomeIdle(slot, index, at: now) }
        return ended
    }

    /// Whether there is room for so much.
    package func checkProvision(_ function: FunctionID, _ count: Int) throws(ConcurrencyError) {
        let pool = functions[function.number].pool
        let added = count - provisioned[function.number].target
        guard count >= 0 else { throw .negative(count) }
        if added > 0 && pools[pool].isReserved && added > pools[pool].limit {
            throw .provisionedAboveReserved(reserved: reserved(pool))
        }
        if added > 0 && !pools[pool].isReserved && added > pools[pool].limit {
            throw .provisionedAboveUnreserved(pools[pool].limit)
        }
        if added > 0 && !pools[pool].isReserved && pools[pool].limit - added < limits.unreservedMinimum {
            throw .provisionedBelowUnreservedMinimum(limits.unreservedMinimum)
        }
    }

    /// Those that are farthest from serving end first.
    private mutating func endSurplus(_ index: Int) -> [EnvironmentID] {
        var ended: [EnvironmentID] = []
        while provisioned[index].surplus > 0 {
            if let slot = lastInitializing(index) {
                provisioned[index].abandon(table[slot].succession)
                ended.append(end(slot, index))
            } else if let slot = provisioned[index].releaseHeld() {
                ended.append(end(slot, index))
            } else if let slot = provisioned[index].idle.nextToEnd {
                takeOutOfIdle(slot, index)
                ended.append(end(slot, index))
            } else {
                break
            }
        }
        return ended
    }

    /// Those that age end as soon as others are there; a busy one when it is released.
    private mutating func endSpare(_ index: Int) -> [EnvironmentID] {
        var ended: [EnvironmentID] = []
        while let slot = provisioned[index].idleSpare {
            takeOutOfIdle(slot, index)
            ended.append(end(slot, index))
        }
        return ended
    }

    private mutating func end(_ slot: Int, _ index: Int) -> EnvironmentID {
        defer { vanish(slot, index) }
        return table[slot].id
    }

    /// A provisioned environment of the function that is not initialized yet.
    private func lastInitializing(_ index: Int) -> Int? {
        let state = provisioned[index]
        return table.records.indices.last { slot in
            let record = table.records[slot]
            return record.state == .preparing && record.isProvisioned && Int(record.function) == index
                && !state.isHeld(slot)
        }
    }

    /// How much of a function's provisioned concurrency is asked for, takes invocations, and is free for them.
    package func provisioned(of function: FunctionID) -> (requested: Int, allocated: Int, available: Int) {
        let state = provisioned[function.number]
        return (state.target, min(state.serving, state.target), min(state.idleCount, state.target))
    }

    /// Whether as much as was asked for has been there since.
    package func isProvisioningComplete(of function: FunctionID) -> Bool {
        provisioned[function.number].isFulfilled
    }

    /// Whether what was asked for is not tried again: too many attempts have failed before all of it was there. It is to be
    /// given up (https://docs.aws.amazon.com/lambda/latest/api/API_GetProvisionedConcurrencyConfig.html).
    package func hasProvisioningFailed(of function: FunctionID) -> Bool { provisioned[function.number].hasFailed }

    private func reserved(_ pool: Int) -> Int {
        pools[pool].limit
            + functions.indices.filter { functions[$0].pool == pool }.reduce(0) { $0 + provisioned[$1].target }
    }

    /// Checks what a template or a caller wants to reserve for functions of an account, before they are added.
    package static func check(reserved: [Int], limits: FleetLimits) throws(ConcurrencyError) {
        var left = limits.accountConcurrency
        for count in reserved {
            guard count >= 0 else { throw .negative(count) }
            left -= min(count, left)
            guard left >= limits.unreservedMinimum || count == 0 else {
                throw .reservedBelowUnreservedMinimum(limits.unreservedMinimum)
            }
        }
    }
}
