import Dispatch
import Synchronization

/// Takes the commands of all tasks to the server over one connection, on a thread that may wait.
///
/// What has gathered while it was busy goes out in one write, so that many tasks share a round trip.
final class RedisWorker: Sendable {
    private let configuration: RedisConfiguration
    private let queue = DispatchQueue(label: "redis")
    private let waiting = Mutex<[RedisRequest]>([])
    // Touched on the queue only.
    private nonisolated(unsafe) var connection: RedisConnection?

    init(_ configuration: RedisConfiguration) { self.configuration = configuration }

    /// One reply for each command.
    func send(_ commands: [RedisCommand]) async throws(RedisError) -> [RedisValue] {
        let request = RedisRequest(commands, deadline: .now + configuration.timeout)
        return try await withTaskCancellationHandler {
            if !Task.isCancelled { add(request) }
            return await request.outcome()
        } onCancel: {
            request.finish(.failure(.cancelled))
        }.get()
    }

    private func add(_ request: RedisRequest) {
        let isFirst = waiting.withLock { waiting in
            waiting.append(request)
            return waiting.count == 1
        }
        if isFirst { queue.async { [self] in work() } }
    }

    // MARK: On the queue

    private func work() {
        let requests = waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
        let broken = exchange(requests)
        if !broken.isEmpty { _ = exchange(broken, isRepetition: true) }
    }

    /// Finishes all requests but those that are worth another connection.
    private func exchange(_ requests: [RedisRequest], isRepetition: Bool = false) -> [RedisRequest] {
        var open = requests.filter { $0.isOpen }[...]
        guard let first = open.first else { return [] }
        do throws(RedisError) {
            let connection = try usableConnection(deadline: first.deadline)
            try connection.send(open.flatMap(\.commands), deadline: first.deadline)
            while let request = open.first {
                request.finish(.success(try connection.receive(request.commands.count, deadline: request.deadline)))
                open.removeFirst()
            }
            return []
        } catch {
            let mayRepeat = connection != nil && !isRepetition
            connection = nil
            if error.kind == .timeout { open.popFirst()?.finish(.failure(error)) }
            let repeated = error.kind == .unexpectedReply || !mayRepeat ? [] : open.filter(\.isIdempotent)
            for request in open where !repeated.contains(where: { $0 === request }) { request.finish(.failure(error)) }
            return repeated
        }
    }

    /// The connection there is, unless the server has closed it meanwhile, or a new one.
    private func usableConnection(deadline: ContinuousClock.Instant) throws(RedisError) -> RedisConnection {
        if let connection, connection.isAlive { return connection }
        connection = nil
        let new = try RedisConnection(configuration, deadline: deadline)
        connection = new
        return new
    }
}

/// Commands that one task waits for.
final class RedisRequest: Sendable {
    typealias Outcome = Result<[RedisValue], RedisError>

    let commands: [RedisCommand]
    let deadline: ContinuousClock.Instant
    private let state = Mutex<(outcome: Outcome?, continuation: CheckedContinuation<Outcome, Never>?)>((nil, nil))

    init(_ commands: [RedisCommand], deadline: ContinuousClock.Instant) {
        self.commands = commands
        self.deadline = deadline
    }

    var isIdempotent: Bool { commands.allSatisfy(\.isIdempotent) }
    var isOpen: Bool { state.withLock { $0.outcome == nil } }

    func outcome() async -> Outcome {
        await withCheckedContinuation { continuation in
            let outcome = state.withLock { state in
                if state.outcome == nil { state.continuation = continuation }
                return state.outcome
            }
            if let outcome { continuation.resume(returning: outcome) }
        }
    }

    /// The first outcome counts.
    func finish(_ outcome: Outcome) {
        let continuation = state.withLock { state in
            guard state.outcome == nil else { return nil as CheckedContinuation<Outcome, Never>? }
            state.outcome = outcome
            defer { state.continuation = nil }
            return state.continuation
        }
        continuation?.resume(returning: outcome)
    }
}
