import ColdStart
import Time

// MARK: - Queues and streams

extension Simulation {
    /// Hands over as many batches as the source may process at once.
    mutating func dispatch(_ index: Int, _ lane: Int) {
        let failed = functions[index].lanes[lane].failed
        let (limit, usualSize) = concurrency(index, lane)
        let batchSize = failed > 0 ? failed : usualSize
        while mayTake(index, lane), functions[index].lanes[lane].inFlight < limit,
            let oldest = functions[index].lanes[lane].line.first
        {
            let due = oldest.arrived + functions[index].window
            guard failed > 0 || now >= due || functions[index].lanes[lane].line.count >= batchSize else {
                functions[index].lanes[lane].backlogSince = nil
                return lookAgain(index, lane, at: due)
            }
            guard let first = functions[index].lanes[lane].line.popFirst() else { return }
            switch admit(index, arrived: first.arrived) {
            case .running(let id):
                functions[index].lanes[lane].inFlight += 1
                functions[index].lanes[lane].failed = 0
                environments[id.slot].lane = Int32(lane)
                takeBatch(index, lane, first, batchSize, slot: id.slot)
            case .throttled where pulses[index].isQueue:
                hide(batch(index, lane, first, batchSize), index, lane, limit)
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

    private func mayTake(_ index: Int, _ lane: Int) -> Bool {
        functions[index].lanes[lane].hasReceiver || now >= functions[index].lanes[lane].waitsUntil
    }

    /// How many batches at once, and how large.
    private func concurrency(_ index: Int, _ lane: Int) -> (limit: Int, batchSize: Int) {
        switch functions[index].workload.front {
        case .queue(let scaling, let batchSize, _):
            let since = functions[index].lanes[lane].backlogSince ?? now
            return (scaling.concurrency(afterMinutes: Int((now - since) / 60_000_000_000)), batchSize)
        case .stream(_, let batchSize, _): return (1, batchSize)
        case .synchronous, .asynchronous: return (0, 1)
        }
    }

    /// The rest of the batch rides along: the same invocation ends their wait. The batch is remembered where it can fail.
    private mutating func takeBatch(_ index: Int, _ lane: Int, _ first: Message, _ size: Int, slot: Int) {
        let (canFail, batch) = (pulses[index].canFail, batch(index, lane, first, size))
        for message in batch.dropFirst() { statistics.ridesAlong(index, wait: Double(now - message.arrived) * 1e-9) }
        // Received and, unless something fails, deleted.
        if pulses[index].isQueue { statistics.asked(queue: Self.requests(batch.count) * (canFail ? 1 : 2), index) }
        guard canFail else { return }
        let pending = PendingRetry(function: index, lane: lane, arrived: now, batch: batch)
        environments[slot].event = Int32(keep(pending))
    }

    /// Takes what comes with the first one.
    private mutating func batch(_ index: Int, _ lane: Int, _ first: Message, _ size: Int) -> [Message] {
        var batch = [first]
        while batch.count < size, let message = functions[index].lanes[lane].line.popFirst() { batch.append(message) }
        return batch
    }

    /// Lambda has refused a batch of a queue: it was received, and comes again when its messages are visible. The poller
    /// holds back for a while, as `QueuePoller` does, unless an invocation ends before.
    private mutating func hide(_ batch: [Message], _ index: Int, _ lane: Int, _ limit: Int) {
        statistics.asked(queue: Self.requests(batch.count), index)
        let isHeldBack = now < functions[index].lanes[lane].waitsUntil
        functions[index].lanes[lane].hasReceiver = !isHeldBack && functions[index].lanes[lane].inFlight + 1 < limit
        functions[index].lanes[lane].refusals += 1
        let refusals = functions[index].lanes[lane].refusals
        let until = now + AsyncRetryPolicy.backOff(afterRefusals: min(refusals, 6)).nanoseconds
        functions[index].lanes[lane].waitsUntil = until
        lookAgain(index, lane, at: until)
        let pending = PendingRetry(function: index, lane: lane, arrived: now)
        comeAgain(batch.compactMap { triedAgain($0, index) }, pending)
    }

    /// An invocation with a batch has ended: its lane is not held back any more.
    mutating func laneIsFree(_ index: Int, _ lane: Int) {
        functions[index].lanes[lane].inFlight -= 1
        if pulses[index].isQueue {
            (functions[index].lanes[lane].refusals, functions[index].lanes[lane].waitsUntil) = (0, .min)
            functions[index].lanes[lane].hasReceiver = false
        }
        dispatch(index, lane)
    }

    /// Messages that were received are visible again when their timeout is over.
    private mutating func comeAgain(_ messages: [Message], _ attempt: PendingRetry) {
        guard !messages.isEmpty else { return }
        statistics.retried(attempt.function)
        var again = attempt
        again.batch = messages
        let timeout = functions[attempt.function].workload.redelivery.visibilityTimeout
        queue.push(Event(.retry, keep(again), at: max(now, attempt.arrived + Self.nanoseconds(timeout))))
    }

    /// SQS takes and gives ten messages at once.
    private static func requests(_ messages: Int) -> Double { Double((messages + 9) / 10) }

    /// A batch is over: those of its messages that have failed come again, or have been tried often enough.
    private mutating func settle(batch attempt: PendingRetry) {
        let index = attempt.function
        let failed = pulses[index].isQueue ? failedMessages(of: attempt) : failedRecords(of: attempt)
        let done = attempt.batch.count - failed.count
        if pulses[index].isQueue && done > 0 { statistics.asked(queue: Self.requests(done), index) }
        if pulses[index].isQueue { return comeAgain(failed, attempt) }
        guard !failed.isEmpty else { return }
        statistics.retried(index)
        putBack(failed, index, attempt.lane)
    }

    /// Each message of a queue has its own fate.
    private mutating func failedMessages(of attempt: PendingRetry) -> [Message] {
        attempt.batch.compactMap { message in
            guard statistics.failed || failsAlone(attempt.function) else { return nil }
            return triedAgain(message, attempt.function)
        }
    }

    /// A stream's batch goes on as another one at the first record that fails for itself; where that is the first of all,
    /// the batch has failed.
    private mutating func failedRecords(of attempt: PendingRetry) -> [Message] {
        let first = statistics.failed ? 0 : attempt.batch.firstIndex { _ in failsAlone(attempt.function) }
        guard let first else { return [] }
        if first == 0 { return attempt.batch.compactMap { triedAgain($0, attempt.function) } }
        return attempt.batch[first...].map { Message(arrived: $0.arrived) }
    }

    /// Records are another batch, before those behind them.
    private mutating func putBack(_ records: [Message], _ index: Int, _ lane: Int) {
        for record in records.reversed() { functions[index].lanes[lane].line.putBack(record) }
        let attempts = records[0].attempts
        let delay = attempts > 0 ? StreamRetryPolicy.delay(afterAttempts: attempts).nanoseconds : 0
        functions[index].lanes[lane].failed = records.count
        functions[index].lanes[lane].waitsUntil = now + delay
        queue.push(Event(.retry, keep(PendingRetry(function: index, lane: lane, arrived: now)), at: now + delay))
    }

    private mutating func failsAlone(_ index: Int) -> Bool {
        let rate = functions[index].workload.redelivery.itemErrorRate
        return rate > 0 && otherRandom.unit() <= rate
    }

    /// The message with one attempt more; `nil` where that was the last.
    private mutating func triedAgain(_ message: Message, _ index: Int) -> Message? {
        var message = message
        message.attempts += 1
        guard message.attempts < functions[index].workload.redelivery.maximumAttempts ?? .max else {
            statistics.discarded(index)
            return nil
        }
        return message
    }

    /// The poller of a stream that was throttled tries again within a second, or when an invocation ends; one whose batch is
    /// not full when its window is over.
    private mutating func lookAgain(_ index: Int, _ lane: Int, at moment: Int64) {
        guard moment < functions[index].lanes[lane].looksAgainAt else { return }
        functions[index].lanes[lane].looksAgainAt = moment
        let number = keep(PendingRetry(function: index, lane: lane, arrived: now))
        queue.push(Event(.retry, number, at: moment))
    }

    private mutating func take(_ number: Int) -> PendingRetry {
        defer { retries[number].batch = [] }
        freeRetries.append(number)
        return retries[number]
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
        var event = take(number)
        if event.lane >= 0 { return settle(batch: event) }
        guard statistics.failed else { return }
        event.errors += 1
        again(event, .functionError)
    }

    /// An event of the function has been run: there is room for the one that was refused and has waited longest. Its
    /// back-off begins anew.
    mutating func attemptNext(_ index: Int) {
        guard var event = functions[index].refused.takeFirst() else { return }
        event.refusals = 0
        pulses[index].hasRefused = !functions[index].refused.isEmpty
        attempt(event)
    }

    private mutating func again(_ event: PendingRetry, _ outcome: AsyncRetryPolicy.Outcome) {
        guard case .asynchronous(let policy) = functions[event.function].workload.front else { return }
        let age = Duration.nanoseconds(now - event.arrived)
        switch policy.decide(outcome, errors: event.errors, refusals: event.refusals, age: age) {
        case .done: return
        case .discard: statistics.discarded(event.function)
        case .retry(let delay):
            statistics.retried(event.function)
            queue.push(Event(.retry, keep(waiting(event, outcome)), at: now + delay.nanoseconds))
        }
    }

    /// The event as it waits for its next attempt.
    private mutating func waiting(_ event: PendingRetry, _ outcome: AsyncRetryPolicy.Outcome) -> PendingRetry {
        var event = event
        event.ticket = -1
        guard outcome == .refused else { return event }
        let accepted = Timestamp(nanosecondsSinceEpoch: event.arrived)
        event.ticket = functions[event.function].refused.add(event, accepted: accepted)
        pulses[event.function].hasRefused = true
        return event
    }

    /// The back-off of a refused event is over, unless it has been tried before that.
    private mutating func attemptRefused(_ event: PendingRetry) {
        guard let event = functions[event.function].refused.take(event.ticket) else { return }
        pulses[event.function].hasRefused = !functions[event.function].refused.isEmpty
        attempt(event)
    }

    mutating func retry(_ number: Int) {
        let event = take(number)
        guard event.lane >= 0 else { return event.ticket >= 0 ? attemptRefused(event) : attempt(event) }
        if event.batch.isEmpty {
            functions[event.function].lanes[event.lane].looksAgainAt = .max
        } else {
            for message in event.batch { functions[event.function].lanes[event.lane].line.append(message) }
        }
        dispatch(event.function, event.lane)
    }
}
