import Dispatch
import GRDB
import Synchronization

/// How a write stands to the others in its transaction.
package enum WriteIsolation: Sendable {
    /// It throws only before its first write: after it, the transaction is undone, and the others are repeated.
    case shared
    /// It may throw after it has written: its writes are then undone, those of the others are not.
    case savepoint
    /// It has a transaction for itself, which is undone when it throws, and its completion runs before the next write
    /// begins: for changes of the schema, and of what services keep in memory beside the store.
    case alone
}

/// Calls an action on this thread when no more will come for now that could be done together with it.
package typealias Together = @Sendable (_ action: @escaping @Sendable () -> Void) -> Void

/// The one connection that writes. It has a thread of its own, and what has queued up while a transaction ran shares the
/// next. A single write may also run on its caller's thread when the connection is idle: the write takes some 20 µs, and
/// waking the thread and being woken by it more. It appends to the log and never syncs.
final class Writer: Sendable {
    private struct Job: Sendable {
        var isolation: WriteIsolation
        /// Writes, and returns what is to happen after the commit. Throws when it has refused.
        var attempt: @Sendable (Connection) throws -> @Sendable () -> Void
        var fail: @Sendable (any Error) -> Void
        /// The way back to the thread that it comes from.
        var together: Together?
    }

    private struct State {
        var waiting: [Job] = []
        /// Somebody has the connection, the thread or a caller in place, or is about to take it. What comes meanwhile
        /// waits.
        var isWorking = false
        /// What comes in with the first job is waited for before anybody takes the connection.
        var isGathering = false
        var isClosed = false
    }

    /// What a job that has come leads to.
    private enum Arrival { case wait, gather, wake, refuse }

    /// Bounds how long the first write of a transaction waits for the last one.
    private static let jobsPerTransaction = 256
    /// Enough to be worth waking the thread before all has come that comes in together: it then works beside those who
    /// hand in the rest.
    static let worthWaking = 8

    private let thread = DispatchQueue(label: "hearth.storage.writer", qos: .userInitiated)
    private let queue: DatabaseQueue
    private let path: String
    /// `nil` in memory.
    private let log: WriteAheadLog?
    private let state = Mutex(State())

    init(_ queue: DatabaseQueue, path: String, log: WriteAheadLog?) {
        self.queue = queue
        self.path = path
        self.log = log
        if let log {
            queue.inDatabase { log.watch($0) { [weak self] in self?.rest() } }
        }
    }

    func settleLog() { log?.settle() }

    /// Looks at the log, unless there are writes, which do so by themselves.
    private func rest() {
        let isIdle = state.withLock { state in
            if state.isWorking || state.isClosed { return false }
            state.isWorking = true
            return true
        }
        if isIdle { thread.async { self.work() } }
    }

    func write<Value: Sendable>(
        _ isolation: WriteIsolation,
        _ together: Together?,
        _ body: @escaping @Sendable (Connection) throws -> Value,
        completion: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) {
        let job = Job(
            isolation: isolation,
            attempt: { connection in
                let value = try body(connection)
                return { completion(.success(value)) }
            },
            fail: { completion(.failure($0)) },
            together: together
        )
        let next = state.withLock { state -> Arrival in
            if state.isClosed { return .refuse }
            state.waiting.append(job)
            if !state.isWorking {
                (state.isWorking, state.isGathering) = (true, together != nil)
                return together == nil ? .wake : .gather
            }
            guard state.isGathering, state.waiting.count >= Self.worthWaking else { return .wait }
            state.isGathering = false
            return .wake
        }
        // Outside of the lock: the thread that wakes takes it.
        switch next {
        case .wait: return
        case .gather: together? { self.workTogether() }
        case .wake: thread.async { self.work() }
        case .refuse: completion(.failure(StorageError.closed))
        }
    }

    /// For a store without readers: between two transactions.
    func read(_ body: @escaping ReaderPool.Read) {
        let isClosed = state.withLock { state in
            if !state.isClosed {
                thread.async { self.queue.inDatabase { body(.success(Connection($0, path: self.path))) } }
            }
            return state.isClosed
        }
        if isClosed { body(.failure(.closed)) }
    }

    /// Whether all that was handed in has been written, and who handed it in has heard of it.
    var isIdle: Bool { state.withLock { !$0.isWorking } }

    func close() {
        state.withLock { $0.isClosed = true }
        thread.sync {
            work()
            try? queue.inDatabase { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
            try? queue.close()
        }
        log?.close()
    }

    private func work() {
        queue.inDatabase { database in
            let connection = Connection(database, path: path)
            while true {
                if let log, log.mustBeFinished { log.finish(connection) }
                guard let jobs = nextJobs() else { return }
                commit(jobs, connection)
                Self.giveBack(consume jobs)
            }
        }
    }

    /// Lets go of jobs on the thread that made them, where their memory is at hand; here it would have to be asked of the
    /// allocator, piece by piece, and against that thread.
    private static func giveBack(_ jobs: consuming [Job]) {
        guard let together = jobs.first?.together else { return }
        together { [jobs] in withExtendedLifetime(jobs) {} }
    }

    /// Runs a job that has stayed alone on this thread, and leaves to the writer's what has come meanwhile and a
    /// checkpoint that is due.
    private func workTogether() {
        let (isOurs, only) = state.withLock { state in
            let isOurs = state.isGathering
            state.isGathering = false
            return (isOurs, isOurs && state.waiting.count == 1 ? state.waiting.removeFirst() : nil)
        }
        guard isOurs else { return }
        if let only { queue.inDatabase { commit([only], Connection($0, path: path)) } }
        let isDone = state.withLock { state in
            state.isWorking = !state.waiting.isEmpty || log?.mustBeFinished == true
            return !state.isWorking
        }
        if !isDone { thread.async { self.work() } }
    }

    /// The jobs of the next transaction; `nil` when none waits.
    private func nextJobs() -> [Job]? {
        state.withLock { state in
            guard let first = state.waiting.first else {
                state.isWorking = false
                return nil
            }
            let limit = first.isolation == .alone ? 1 : Self.jobsPerTransaction
            let next = state.waiting.dropFirst().firstIndex { $0.isolation == .alone } ?? state.waiting.count
            if next == state.waiting.count && next <= limit { return exchange(&state.waiting, with: []) }
            let jobs = Array(state.waiting.prefix(min(next, limit)))
            state.waiting.removeFirst(jobs.count)
            return jobs
        }
    }

    private func commit(_ jobs: [Job], _ connection: Connection) {
        do {
            try connection.run("BEGIN IMMEDIATE")
            let completions = try jobs.map { try attempt($0, connection) }
            try connection.run("COMMIT")
            for completion in completions { completion() }
        } catch {
            if connection.isInsideTransaction { _ = try? connection.run("ROLLBACK") }
            if jobs.count == 1 {
                jobs[0].fail(error)
            } else {
                for job in jobs { commit([job], connection) }
            }
        }
    }

    /// Throws only when the transaction is lost; a refusal by a job that shares it is for the job's own caller.
    private func attempt(_ job: Job, _ connection: Connection) throws -> @Sendable () -> Void {
        let changes = connection.changes
        do {
            guard job.isolation == .savepoint else { return try job.attempt(connection) }
            return try connection.savepoint { try job.attempt(connection) }
        } catch let error as StorageError {
            throw error
        } catch {
            switch job.isolation {
            case .savepoint: break
            case .shared: if connection.changes != changes { throw error }
            case .alone: throw error
            }
            return { job.fail(error) }
        }
    }
}
