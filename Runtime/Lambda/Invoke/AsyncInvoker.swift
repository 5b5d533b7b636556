import ColdStart
import HTTPListener
import Synchronization
import Time
import Wire

/// Lambda's queue of events: accepts them, runs them when it can, and tries again what failed.
///
/// An event is accepted once it is stored, so that it survives a crash of Hearth. Delivery is at least once; retries
/// keep the request id.
package final class AsyncInvoker: Sendable {
    /// Bytes of an event (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
    package static let payloadLimit = 1_048_576

    private let lambda: LambdaService
    private let store: any AsyncEventStore
    private let policy = AsyncRetryPolicy()
    /// Counts the resets; an event of an earlier count is forgotten.
    private let generation = Atomic(0)

    package init(lambda: LambdaService, store: any AsyncEventStore) {
        self.lambda = lambda
        self.store = store
    }

    /// Takes up again what was accepted before Hearth last stopped.
    package func resume() throws {
        for event in try store.all() { schedule(event, currentGeneration) }
    }

    /// Forgets every event that waits, and the retries of those that run.
    ///
    /// May be called from any thread that can wait; not from an event loop.
    package func reset() throws {
        generation.add(1, ordering: .sequentiallyConsistent)
        try store.removeAll()
    }

    private var currentGeneration: Int { generation.load(ordering: .sequentiallyConsistent) }

    /// Accepts an event; `completion` gets its request id once it is stored.
    package func accept(
        _ request: InvocationRequest,
        completion: @escaping @Sendable (Result<String, AWSError>) -> Void
    ) {
        lambda.check(request) { [self] result in
            if case .failure(let error) = result { return completion(.failure(error)) }
            let now = lambda.services.time.now
            let generation = currentGeneration
            let event = AsyncEvent(
                requestID: lambda.services.ids.uuid(),
                functionName: request.functionName,
                qualifier: request.qualifier,
                payload: request.payload,
                clientContext: request.clientContext,
                acceptedAt: now,
                nextAttempt: now
            )
            store.save(event) { [self] result in
                completion(result.map { event.requestID })
                if case .success = result { run(event, generation) }
            }
        }
    }

    private func schedule(_ event: AsyncEvent, _ generation: Int) {
        lambda.services.time.schedule(at: event.nextAttempt) { [self] in run(event, generation) }
    }

    private func run(_ event: AsyncEvent, _ generation: Int) {
        guard generation == currentGeneration else { return }
        let request = InvocationRequest(
            functionName: event.functionName,
            qualifier: event.qualifier,
            payload: event.payload,
            clientContext: event.clientContext,
            requestID: event.requestID
        )
        lambda.invoke(request) { [self] result in
            switch result {
            case .success(let result):
                settle(event, result.functionError == nil ? .success : .functionError, generation)
            case .failure(let error) where error.status == 404: store.remove(event.requestID)
            case .failure: settle(event, .refused, generation)
            }
        }
    }

    private func settle(_ event: AsyncEvent, _ outcome: AsyncRetryPolicy.Outcome, _ generation: Int) {
        guard generation == currentGeneration else { return }
        var event = event
        if outcome == .functionError { event.errors += 1 }
        if outcome == .refused { event.refusals += 1 }
        let now = lambda.services.time.now
        let age = now - event.acceptedAt
        switch policy.decide(outcome, errors: event.errors, refusals: event.refusals, age: age) {
        case .done: store.remove(event.requestID)
        case .discard(let reason):
            store.remove(event.requestID)
            lambda.note("event \(event.requestID) for \(event.functionName) is discarded: \(reason.rawValue)")
        case .retry(let wait):
            event.nextAttempt = now + wait
            let waiting = event
            store.save(waiting) { [self] _ in schedule(waiting, generation) }
        }
    }
}

/// An event that Lambda has accepted and not yet run to an end.
package struct AsyncEvent: Sendable, Hashable {
    package var requestID: String
    package var functionName: String
    package var qualifier: String?
    package var payload: [UInt8]
    package var clientContext: String?
    package var acceptedAt: Timestamp
    package var nextAttempt: Timestamp
    package var errors = 0
    package var refusals = 0

    package init(
        requestID: String,
        functionName: String,
        qualifier: String? = nil,
        payload: [UInt8],
        clientContext: String? = nil,
        acceptedAt: Timestamp,
        nextAttempt: Timestamp,
        errors: Int = 0,
        refusals: Int = 0
    ) {
        self.requestID = requestID
        self.functionName = functionName
        self.qualifier = qualifier
        self.payload = payload
        self.clientContext = clientContext
        self.acceptedAt = acceptedAt
        self.nextAttempt = nextAttempt
        self.errors = errors
        self.refusals = refusals
    }
}

/// Where accepted events are kept.
package protocol AsyncEventStore: Sendable {
    /// Adds an event or replaces the one with the same request id; `completion` comes once that will survive a crash.
    func save(_ event: AsyncEvent, completion: @escaping @Sendable (Result<Void, AWSError>) -> Void)
    func remove(_ requestID: String)
    /// Returns when they are gone.
    func removeAll() throws
    func all() throws -> [AsyncEvent]
}
