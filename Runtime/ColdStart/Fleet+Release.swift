import Time

// MARK: - Invocations end

extension Fleet {
    /// An environment has answered its invocation; `release` or `remove` follows.
    package mutating func answered(_ environment: EnvironmentID, of function: FunctionID) {
        let (slot, index) = (environment.slot, function.number)
        guard table.holds(environment), table[slot].state == .busy else { return }
        functions[index].underWay -= leavePool(slot, index)
        functions[index].finishing += 1
        table[slot].state = .finishing
    }

    /// An environment has finished its invocation and could take another.
    package mutating func release(_ environment: EnvironmentID, of function: FunctionID, at now: Timestamp) -> Release {
        let (slot, index) = (environment.slot, function.number)
        guard table.holds(environment), mayServeAgain(slot, index, at: now) else {
            return .retire(replacement: remove(environment, of: function, at: now))
        }
        finish(slot, index)
        guard functions[index].waiting == 0 else {
            functions[index].waiting -= 1
            functions[index].busy += 1
            table[slot].state = .busy
            table[slot].servesOverflow = table[slot].isProvisioned
            return .serveNext
        }
        return rest(slot, index, at: now)
    }

    @inline(__always)
    private func mayServeAgain(_ slot: Int, _ index: Int, at now: Timestamp) -> Bool {
        let record = table[slot]
        return (record.state == .busy || record.state == .finishing)
            && record.generation == functions[index].generation
            && (record.isProvisioned
                ? !isSurplus(slot, index)
                : now.nanosecondsSinceEpoch - record.created.nanosecondsSinceEpoch < maximumLife)
    }

    /// The environment becomes idle, or ends where the keep-alive policy wants it to.
    @inline(__always)
    private mutating func rest(_ slot: Int, _ index: Int, at now: Timestamp) -> Release {
        if usesHistograms && functions[index].busy == 0 && !table[slot].isProvisioned {
            functions[index].idleSince = now
            let windows = histograms[index].windowsInNanoseconds()
            functions[index].keepAlive = windows.keepAlive
            if windows.preWarming > 0 {
                functions[index].preWarming = now.adding(nanoseconds: windows.preWarming)
                vanish(slot, index)
                return .retire(replacement: nil)
            }
        }
        becomeIdle(slot, index, at: now)
        guard let memoryBudget, memoryInUse > memoryBudget else { return .idle }
        let environment = table[slot].id
        evictDown(to: memoryBudget)
        guard let place = evicted.firstIndex(where: { $0.0 == environment }) else { return .idle }
        // The answer tells it.
        evicted.remove(at: place)
        return .retire(replacement: nil)
    }

    @inline(__always)
    mutating func becomeIdle(_ slot: Int, _ index: Int, at now: Timestamp) {
        let old = table[slot].created.nanosecondsSinceEpoch.addingOrMost(maximumLife)
        if table[slot].isProvisioned { return provisioned[index].becomesIdle(slot, until: old, &table) }
        let expiry = now.nanosecondsSinceEpoch.addingOrMost(functions[index].keepAlive)
        functions[index].idle.insert(slot, until: min(expiry, old), &table)
        guard memoryBudget != nil else { return }
        let priority = greedyDual.priority(
            frequency: functions[index].frequency,
            costInSeconds: functions[index].startUpInSeconds,
            sizeInMB: functions[index].memorySize
        )
        let key = ByPriority.Key(priority: priority, number: table[slot].id.number)
        byPriority.insert(slot, key, &table)
    }

    /// Environments that were in use have gone over the budget; the one that has just become idle may be what goes.
    private mutating func evictDown(to budget: Int) {
        while memoryInUse > budget, let next = byPriority.first { evict(next) }
    }

    @inline(__always)
    private func isSurplus(_ slot: Int, _ index: Int) -> Bool {
        guard table[slot].isProvisioned else { return false }
        return table[slot].succession == .aging ? provisioned[index].hasSpare : provisioned[index].surplus > 0
    }

    /// An environment is gone for good. Returns the one to start instead when an invocation waits for it.
    package mutating func remove(
        _ environment: EnvironmentID,
        of function: FunctionID,
        at now: Timestamp
    ) -> EnvironmentID? {
        let (slot, index) = (environment.slot, function.number)
        guard table.holds(environment) else { return nil }
        let state = table[slot].state
        if state == .idle { takeOutOfIdle(slot, index) }
        if state == .preparing && !table[slot].isProvisioned { functions[index].preparing -= 1 }
        if table[slot].isProvisioned { replace(slot, index, at: now) }
        guard state == .busy || state == .finishing else {
            vanish(slot, index)
            return nil
        }
        finish(slot, index)
        vanish(slot, index)
        if functions[index].busy == 0 && usesHistograms { functions[index].idleSince = now }
        guard functions[index].waiting > 0 else { return nil }
        functions[index].waiting -= 1
        return startBusy(index, at: now)
    }

    /// A provisioned environment goes: another is started for it, unless it is one too many or that has been done. One that
    /// ends by itself before it has an invocation keeps it waiting.
    private mutating func replace(_ slot: Int, _ index: Int, at now: Timestamp) {
        let record = table[slot]
        let succession = record.succession
        guard succession != .aging, !isSurplus(slot, index) else { return }
        let isWithoutInvocation = record.state == .preparing || record.state == .idle
        if isWithoutInvocation && record.generation == functions[index].generation {
            provisioned[index].died(created: record.created, at: now)
        }
        if record.state == .preparing {
            provisioned[index].lost(slot, succession, at: now)
        } else {
            provisioned[index].replaceOne(at: now)
        }
    }

    /// The environment's invocation is over, whether or not `answered` came before.
    @inline(__always)
    private mutating func finish(_ slot: Int, _ index: Int) {
        if table[slot].state == .finishing {
            functions[index].end(finishing: 1, onDemand: 0)
        } else {
            functions[index].end(finishing: 0, onDemand: leavePool(slot, index))
        }
    }

    /// The invocation no longer counts against the concurrency on demand. Invocations that waited count there even
    /// where a provisioned environment serves them. Returns 1 if this one did.
    @inline(__always)
    private mutating func leavePool(_ slot: Int, _ index: Int) -> Int {
        if table[slot].isProvisioned && !table[slot].servesOverflow { return 0 }
        pools[functions[index].pool].underWay -= 1
        if table[slot].servesOverflow { table[slot].servesOverflow = false }
        return 1
    }
}

// MARK: - Environments end

extension Fleet {
    /// Takes away the environments of a function whose time is over. A provisioned one goes on until another is ready in
    /// its place, which `prepare` starts.
    package mutating func expire(_ function: FunctionID, at now: Timestamp) -> [EnvironmentID] {
        let index = function.number
        var expired: [EnvironmentID] = []
        while let slot = functions[index].idle.next(endingBy: now) {
            expired.append(table[slot].id)
            takeOutOfIdle(slot, index)
            vanish(slot, index)
        }
        provisioned[index].age(at: now, &table)
        return expired
    }

    /// When the next idle environment of a function expires.
    package func nextExpiry(of function: FunctionID) -> Timestamp? {
        let next = firstDeadline(function.number)
        return next < .max ? Timestamp(nanosecondsSinceEpoch: next) : nil
    }

    /// In nanoseconds; `.max` for never.
    @inline(__always)
    func firstDeadline(_ index: Int) -> Int64 {
        let onDemand = functions[index].idle.firstDeadline
        guard functions[index].isProvisioned else { return onDemand }
        return min(onDemand, provisioned[index].idle.firstDeadline)
    }

    /// The function's code has changed: idle environments end now (they are returned), busy ones when they finish.
    package mutating func replace(_ function: FunctionID, at now: Timestamp) -> [EnvironmentID] {
        let index = function.number
        functions[index].generation += 1
        provisioned[index].codeChanged()
        let slots = functions[index].idle.slots + provisioned[index].idleSlots
        let environments = slots.map { table[$0].id }
        for environment in environments { _ = remove(environment, of: function, at: now) }
        return environments
    }
}

extension Int64 {
    /// The sum, or the highest there is.
    @inline(__always)
    fileprivate func addingOrMost(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}

extension Timestamp {
    /// Later than anything that happens.
    static var never: Timestamp { Timestamp(nanosecondsSinceEpoch: .max) }
}
