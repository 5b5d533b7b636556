/// How far an import is. Changes are decided here and written with a condition on `revision`, so that of two workers one
/// loses, and a page is counted once however often it was worked on.
package struct ImportState: Codable, Hashable, Sendable {
    package enum Status: String, Codable, Sendable {
        /// A worker has been called.
        case queued
        case running
        /// The provider wants to be left alone for long.
        case paused
        case completed
        case failed
    }

    /// Who works on it. Its invocation cannot live longer than that.
    package struct Lease: Codable, Hashable, Sendable {
        /// The worker's request id, which Lambda keeps when it tries an invocation again.
        var owner: String
        var until: Int
    }

    package var id: String
    package var provider: String
    package var status = Status.queued
    /// The page to be done next.
    package var page = 1
    /// The last page to be done, where not all are wanted.
    package var lastPage: Int?
    package var totals = ImportTotals()
    /// Failures of the present page in a row.
    package var failures = 0
    /// How often in a row its turn had not come.
    var waitsInRow = 0
    /// Why it failed or waits.
    package var reason: String?
    /// Before this instant the provider is not asked again.
    package var notBefore: Int?
    package var lease: Lease?
    /// Milliseconds since 1970, as are all instants here.
    package var startedAt: Int
    package var updatedAt: Int
    package var finishedAt: Int?
    /// Goes up with every change.
    package var revision = 1

    package init(id: String, provider: String, lastPage: Int?, now: Int) {
        self.id = id
        self.provider = provider
        self.lastPage = lastPage
        startedAt = now
        updatedAt = now
    }

    package var isFinished: Bool { status == .completed }

    /// Nobody works on it, although somebody should: its worker died and was not tried again.
    package func isStalled(now: Int) -> Bool {
        status == .running && !isLeased(now: now)
            || status == .queued && now - updatedAt > Self.patience
    }

    /// How long a call of a worker may take to get through.
    private static let patience = 60_000

    private func isLeased(now: Int) -> Bool { lease.map { $0.until > now } ?? false }
}

// MARK: - What happens to it

extension ImportState {
    package enum Claim: Hashable, Sendable {
        case granted
        /// There is nothing to do, or somebody else does it.
        case denied
    }

    /// A worker wants to go on with it until `deadline` at the latest.
    mutating func claim(owner: String, deadline: Int, now: Int) -> Claim {
        let isWanted = status == .queued || status == .running
        guard isWanted, !isLeased(now: now) || lease?.owner == owner else { return .denied }
        status = .running
        lease = Lease(owner: owner, until: deadline + Self.grace)
        touch(now)
        return .granted
    }

    /// Milliseconds by which Lambda may be late in ending an invocation.
    private static let grace = 1_000

    /// Somebody asked for an import of the provider: true when a worker has to be called for this one.
    package mutating func resume(lastPage: Int?, now: Int) -> Bool {
        guard !isFinished, !isLeased(now: now) else { return false }
        status = .queued
        lease = nil
        failures = 0
        waitsInRow = 0
        reason = nil
        notBefore = nil
        self.lastPage = lastPage
        touch(now)
        return true
    }

    mutating func finishPage(_ result: PageResult, now: Int) {
        totals.add(result)
        failures = 0
        waitsInRow = 0
        reason = nil
        notBefore = nil
        if let next = result.next, next <= lastPage ?? Self.mostPages {
            page = next
        } else {
            end(.completed, now)
        }
        touch(now)
    }

    /// Milliseconds to wait before the page is tried again; `nil` when the import has failed.
    mutating func failPage(_ reason: String, jitter: Double, now: Int) -> Int? {
        failures += 1
        totals.failures += 1
        self.reason = reason
        let delay = RetrySchedule.delay(afterFailure: failures, jitter: jitter)
        if delay == nil { end(.failed, now) }
        touch(now)
        return delay
    }

    mutating func refuse(_ reason: String, now: Int) {
        self.reason = reason
        end(.failed, now)
        touch(now)
    }

    /// The provider wants no request before `instant`. Long waits are not spent waiting: the import pauses.
    mutating func wait(until instant: Int, now: Int) {
        totals.waits += 1
        notBefore = instant
        reason = "the provider wants no request for \((instant - now + 999) / 1_000) s"
        waitsInRow += 1
        if instant - now > Self.longestWait || waitsInRow == Self.mostWaits { end(.paused, now) }
        touch(now)
    }

    /// A provider that has more has no end.
    package static let mostPages = 1_000_000
    /// Milliseconds that workers spend waiting, at most.
    private static let longestWait = 900_000
    /// A provider that is asked so often for one page, and still wants no request, is left alone.
    private static let mostWaits = 50

    /// The worker's time is up; another one goes on.
    mutating func handOver(now: Int) {
        status = .queued
        lease = nil
        touch(now)
    }

    private mutating func end(_ status: Status, _ now: Int) {
        self.status = status
        lease = nil
        finishedAt = status == .completed ? now : nil
    }

    private mutating func touch(_ now: Int) {
        updatedAt = now
        revision += 1
    }
}

/// What an import has done so far.
package struct ImportTotals: Codable, Hashable, Sendable {
    /// How often a stage's result held, was made, or was confirmed by the provider.
    package struct StageTotals: Codable, Hashable, Sendable {
        package var held = 0
        package var made = 0
        package var unchanged = 0

        package init() {}
    }

    package var pages = 0
    package var rows = 0
    package var books = 0
    package var rejected = RejectedRows()
    package var stages: [Stage: StageTotals] = [:]
    /// How often the provider failed.
    package var failures = 0
    /// How often it had to be left alone for longer than usual.
    package var waits = 0

    mutating func add(_ result: PageResult) {
        pages += 1
        rows += result.rows
        books += result.books
        rejected.add(result.rejected)
        for (stage, work) in result.stages {
            switch work {
            case .held: stages[stage, default: StageTotals()].held += 1
            case .made: stages[stage, default: StageTotals()].made += 1
            case .unchanged: stages[stage, default: StageTotals()].unchanged += 1
            }
        }
    }
}
