import ColdStart
import Time

// MARK: - Queues and streams

extension Simulation {
    /// Hands over as many batches as the source may process at once.
    mutating func dispatch(_ index: Int, _ lane: Int) {
        let (limit, batchSize) = concurrency(index, lane)
        while let oldest = functions[index].lanes[lane].line.first, functions[index].lanes[lane].inFlight < limit {
            let due = oldest + functions[index].window
            guard now >= due || functions[index].lanes[lane].line.count >= batchSize else {
                functions[index].lanes[lane].backlogSince = nil
                return lookAgain(index, lane, at: due)
            }
            guard let first = functions[index].lanes[lane].line.popFirst() else { return }
            switch admit(index, arrived: first) {
            case .running(let id):
                functions[index].lanes[lane].inFlight += 1
                environments[id.slot].lane = Int32(lane)
                takeBatch(index, lane, batchSize - 1, slot: id.slot)
            case .waiting, .throttled:
                functions[index].lanes[lane].line.putBack(first)
                return lookAgain(index, lane, at: now + 1_000_000_000)
            }
        }
        let isBacklogged = !functions[index].lanes[lane].line.isEmpty
        if !isBacklogged {
            functions[index].lanes[lane].backlogSince = nil
        } else if functions[index].lanes[lane].backlogSince == nil {
            functions[index].lanes[lane].backlogSince = now
        }
    }

    /// How many batches at once, and how large.
    private func concurrency(_ index: Int, _ lane: Int) -> (limit: Int, batchSize: Int) {
        switch functions[index].workload.front {
        case .queue(let scaling, let batchSize, _):
            let since = functions[index].lanes[lane].backlogSince ?? now
            return (scaling.concurrency(afterMinutes: Int((now - since) / 60_000_000_000)), batchSize)
        case .stream(_, let batchSize): return (1, batchSize)
        case .synchronous, .asynchronous: return (0, 1)
        }
    }

    /// The rest of the batch rides along: the same invocation ends their wait.
    private mutating func takeBatch(_ index: Int, _ lane: Int, _ count: Int, slot: Int) {
        for _ in 0..<max(0, count) {
            guard let arrived = functions[index].lanes[lane].line.popFirst() else { return }
            statistics.ridesAlong(index, wait: Double(now - arrived) * 1e-9)
        }
    }

    /// A throttled poller tries again within a second, or when an invocation ends; one whose batch is not full when its
    /// window is over.
    private mutating func lookAgain(_ index: Int, _ lane: Int, at moment: Int64) {
        guard !functions[index].lanes[lane].isRetrying else { return }
        functions[index].lanes[lane].isRetrying = true
        let number = keep(PendingRetry(function: index, lane: lane, arrived: now))
        queue.push(Event(.retry, number, at: moment))
    }

    private mutating func keep(_ retry: PendingRetry) -> Int {
        if let number = freeRetries.popLast() {
            retries[number] = retry
            return number
        }
        retries.append(retry)
        return retries.count - 1
    }
}

// MARK: - Asynchronous invocations

extension Simulation {
    /// Lambda takes an event from its own queue.
    mutating func attempt(_ event: PendingRetry) {
        var event = event
        switch admit(event.function, arrived: event.arrived) {
        case .running(let id): if pulses[event.function].canFail { environments[id.slot].event = Int32(keep(event)) }
        case .waiting: break
        case .throttled:
            event.refusals += 1
            again(event, .refused)
        }
    }

    /// An attempt is over.
    mutating func settle(_ slot: Int, _ number: Int) {
        environments[slot].event = -1
        var event = retries[number]
        freeRetries.append(number)
        guard statistics.failed else { return }
        event.errors += 1
        again(event, .functionError)
    }

    private mutating func again(_ event: PendingRetry, _ outcome: AsyncRetryPolicy.Outcome) {
        guard case .asynchronous(let policy) = functions[event.function].workload.front else { return }
        let age = Duration.nanoseconds(now - event.arrived)
        switch policy.decide(outcome, errors: event.errors, refusals: event.refusals, age: age) {
        case .done: return
        case .discard: statistics.discarded(event.function)
        case .retry(let delay):
            statistics.retried(event.function)
            queue.push(Event(.retry, keep(event), at: now + delay.nanoseconds))
        }
    }

    mutating func retry(_ number: Int) {
        let event = retries[number]
        freeRetries.append(number)
        guard event.lane >= 0 else { return attempt(event) }
        functions[event.function].lanes[event.lane].isRetrying = false
        dispatch(event.function, event.lane)
    }
}
