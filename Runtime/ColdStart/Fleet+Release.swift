import Time

// MARK: - Invocations end

extension Fleet {
    /// An environment has answered its invocation; `release` or `remove` follows.
    package mutating func answered(_ environment: EnvironmentID, of function: FunctionID) {
        let slot = environment.slot
        guard table.holds(environment), table[slot].state == .busy else { return }
        table[slot].state = .finishing
        functions[function.number].finishing += 1
        endInvocation(slot, function.number)
    }

    /// An environment has finished its invocation and could take another.
    package mutating func release(_ environment: EnvironmentID, of function: FunctionID, at now: Timestamp) -> Release {
        let (slot, index) = (environment.slot, function.number)
        guard table.holds(environment), table[slot].state == .busy || table[slot].state == .finishing,
            table[slot].generation == functions[index].generation,
            !isOld(slot, at: now),
            !isSurplus(slot, index)
        else { return .retire(replacement: remove(environment, of: function, at: now)) }
        finish(slot, index)
        if functions[index].waiting > 0 {
            functions[index].waiting -= 1
            table[slot].state = .busy
            table[slot].servesOverflow = table[slot].isProvisioned
            return .serveNext
        }
        functions[index].busy -= 1
        return rest(slot, index, at: now)
    }

    /// The environment becomes idle, or ends where the keep-alive policy wants it to.
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
        return table.holds(environment) ? .idle : .retire(replacement: nil)
    }

    mutating func becomeIdle(_ slot: Int, _ index: Int, at now: Timestamp) {
        table[slot].state = .idle
        let old = table[slot].created.adding(nanoseconds: maximumLife)
        if table[slot].isProvisioned {
            table[slot].deadline = old
            provisioned[index].idle.insert(slot, &table)
            return
        }
        table[slot].deadline = min(now.adding(nanoseconds: functions[index].keepAlive), old)
        functions[index].idle.insert(slot, &table)
        guard memoryBudget != nil else { return }
        table[slot].priority = greedyDual.priority(
            frequency: functions[index].frequency,
            costInSeconds: functions[index].startUpInSeconds,
            sizeInMB: functions[index].memorySize
        )
        byPriority.insert(slot, &table)
    }

    /// Environments that were in use have gone over the budget; the one that has just become idle may be what goes.
    private mutating func evictDown(to budget: Int) {
        while memoryInUse > budget, let slot = byPriority.first {
            greedyDual.evicted(priority: table[slot].priority)
            let index = Int(table[slot].function)
            evicted.append((table[slot].id, FunctionID(number: index)))
            takeOutOfIdle(slot, index)
            vanish(slot, index)
        }
    }

    private func isOld(_ slot: Int, at now: Timestamp) -> Bool {
        table[slot].created.adding(nanoseconds: maximumLife) <= now
    }

    private func isSurplus(_ slot: Int, _ index: Int) -> Bool {
        table[slot].isProvisioned && provisioned[index].surplus > 0
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
        let isReplaced = table[slot].isProvisioned && !isSurplus(slot, index)
        if isReplaced && state == .preparing {
            provisioned[index].lost(slot, at: now)
        } else if isReplaced {
            provisioned[index].replaceOne(at: now)
        }
        guard state == .busy || state == .finishing else {
            vanish(slot, index)
            return nil
        }
        finish(slot, index)
        functions[index].busy -= 1
        vanish(slot, index)
        if functions[index].busy == 0 && usesHistograms { functions[index].idleSince = now }
        guard functions[index].waiting > 0 else { return nil }
        functions[index].waiting -= 1
        return startBusy(index, at: now)
    }

    /// The environment's invocation is over, whether or not `answered` came before.
    private mutating func finish(_ slot: Int, _ index: Int) {
        if table[slot].state == .finishing {
            functions[index].finishing -= 1
        } else {
            endInvocation(slot, index)
        }
    }

    /// The invocation no longer counts against the concurrency on demand. Invocations that waited count there even
    /// where a provisioned environment serves them.
    private mutating func endInvocation(_ slot: Int, _ index: Int) {
        if !table[slot].isProvisioned || table[slot].servesOverflow {
            pools[functions[index].pool].underWay -= 1
            functions[index].underWay -= 1
        }
        table[slot].servesOverflow = false
    }
}

// MARK: - Environments end

extension Fleet {
    /// Takes away the environments of a function whose time is over.
    package mutating func expire(_ function: FunctionID, at now: Timestamp) -> [EnvironmentID] {
        let index = function.number
        var expired: [EnvironmentID] = []
        while let slot = functions[index].idle.nextToEnd, table[slot].deadline <= now {
            expired.append(table[slot].id)
            takeOutOfIdle(slot, index)
            vanish(slot, index)
        }
        while let slot = provisioned[index].idle.nextToEnd, table[slot].deadline <= now {
            expired.append(table[slot].id)
            _ = remove(table[slot].id, of: function, at: now)
        }
        return expired
    }

    /// When the next idle environment of a function expires.
    package func nextExpiry(of function: FunctionID) -> Timestamp? {
        let next = firstDeadline(function.number)
        return next < .max ? Timestamp(nanosecondsSinceEpoch: next) : nil
    }

    /// In nanoseconds; `.max` for never.
    func firstDeadline(_ index: Int) -> Int64 {
        let onDemand = functions[index].idle.firstDeadline(table)
        guard functions[index].isProvisioned else { return onDemand }
        return min(onDemand, provisioned[index].idle.firstDeadline(table))
    }

    /// The function's code has changed: idle environments end now (they are returned), busy ones when they finish.
    package mutating func replace(_ function: FunctionID, at now: Timestamp) -> [EnvironmentID] {
        let index = function.number
        functions[index].generation += 1
        let slots = functions[index].idle.slots + provisioned[index].idle.slots
        let environments = slots.map { table[$0].id }
        for environment in environments { _ = remove(environment, of: function, at: now) }
        return environments
    }
}

extension Timestamp {
    /// Later than anything that happens.
    static var never: Timestamp { Timestamp(nanosecondsSinceEpoch: .max) }
}
