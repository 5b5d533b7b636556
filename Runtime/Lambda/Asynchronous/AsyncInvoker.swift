import ColdStart
import HTTPListener
import ServiceKit
import Synchronization
import Time
import Wire

/// Lambda's queue of events: accepts them, runs them when it can, tries again what failed, and sends what came of them
/// to their destinations.
///
/// An event is accepted once it is stored, so that it survives a crash of Hearth. Delivery is at least once; retries
/// keep the request id.
package final class AsyncInvoker: Sendable {
    /// Bytes of an event (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
    package static let payloadLimit = 1_048_576

    let lambda: LambdaService
    let store: any AsyncEventStore
    let deliveries: DeliveryRouter
    /// Counts the resets; an event of an earlier count is forgotten.
    private let generation = Atomic(0)
    /// The request ids that were accepted before `resume`, which has not to take those up; `nil` behind it.
    private let accepted = Mutex<Set<String>?>([])
    /// By the function's name: reserved concurrency is one for all its versions.
    private let refused = Mutex<[String: RefusedEvents<AsyncEvent>]>([:])

    package init(lambda: LambdaService, store: any AsyncEventStore, deliveries: DeliveryRouter = DeliveryRouter()) {
        self.lambda = lambda
        self.store = store
        self.deliveries = deliveries
    }

    /// Takes up again what was accepted before Hearth last stopped.
    package func resume() throws {
        let stored = try store.all()
        let fresh = accepted.withLock { accepted in
            defer { accepted = nil }
            return accepted ?? []
        }
        for event in stored where !fresh.contains(event.requestID) { schedule(event, currentGeneration) }
    }

    /// Forgets every event that waits, and the retries of those that run.
    ///
    /// May be called from any thread that can wait; not from an event loop.
    package func reset() throws {
        generation.add(1, ordering: .sequentiallyConsistent)
        refused.withLock { $0.removeAll() }
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
                traceID: request.traceID ?? TraceHeader.unsampled(lambda.services),
                acceptedAt: now,
                nextAttempt: now
            )
            accepted.withLock { _ = $0?.insert(event.requestID) }
            store.save(event) { [self] result in
                completion(result.map { event.requestID })
                if case .success = result {
                    metrics(event).accepted(at: lambda.services.time.now)
                    run(event, generation)
                }
            }
        }
    }

    // MARK: Attempts

    private func schedule(_ event: AsyncEvent, _ generation: Int) {
        lambda.services.time.schedule(at: event.nextAttempt) { [self] in run(event, generation) }
    }

    private func run(_ event: AsyncEvent, _ generation: Int) {
        guard generation == currentGeneration else { return }
        let config = config(of: event)
        guard !config.retryPolicy.isTooOld(lambda.services.time.now - event.acceptedAt) else {
            return finish(event, .discarded(.eventAgeExceeded, nil), config)
        }
        let now = lambda.services.time.now
        metrics(event).tried(age: now - event.acceptedAt, at: now)
        lambda.invoke(event.request) { [self] result in settle(event, result, generation) }
    }

    private func settle(_ event: AsyncEvent, _ result: Result<InvocationResult, AWSError>, _ generation: Int) {
        guard generation == currentGeneration else { return }
        if case .failure(let error) = result, error.status == 404 {
            metrics(event).dropped(at: lambda.services.time.now)
            return store.remove(event.requestID)
        }
        let outcome = outcome(of: result, event)
        let config = config(of: event)
        var event = event
        if outcome == .functionError { event.errors += 1 }
        if outcome == .refused { event.refusals += 1 }
        let now = lambda.services.time.now
        let age = now - event.acceptedAt
        switch config.retryPolicy.decide(outcome, errors: event.errors, refusals: event.refusals, age: age) {
        case .done: finish(event, .succeeded(result), config)
        case .discard(let reason): finish(event, .discarded(reason, result), config)
        case .retry(let wait):
            event.nextAttempt = now + wait
            let waiting = event
            store.save(waiting) { _ in }
            if outcome == .refused { backOff(waiting, generation) } else { schedule(waiting, generation) }
        }
        if case .success = result { runNext(event.functionName, generation) }
    }

    /// A refused event is tried again in time, or as soon as another one of its function has been run.
    private func backOff(_ event: AsyncEvent, _ generation: Int) {
        let function = event.functionName
        let ticket = refused.withLock {
            $0[function, default: RefusedEvents()].add(event, accepted: event.acceptedAt)
        }
        lambda.services.time.schedule(at: event.nextAttempt) { [self] in
            guard let event = refused.withLock({ $0[function]?.take(ticket) }) else { return }
            run(event, generation)
        }
    }

    /// An event of the function has been run: there is room for the one that was refused and has waited longest. Its
    /// back-off begins anew.
    private func runNext(_ function: String, _ generation: Int) {
        guard var event = refused.withLock({ $0[function]?.takeFirst() }) else { return }
        event.refusals = 0
        run(event, generation)
    }

    func metrics(_ event: AsyncEvent) -> FunctionMetrics {
        FunctionMetrics(event.functionName, lambda.services.metrics)
    }

    private func config(of event: AsyncEvent) -> EventInvokeConfig {
        lambda.settings.eventInvokeConfig(of: event.functionName, event.qualifier)
    }

    private func outcome(
        of result: Result<InvocationResult, AWSError>,
        _ event: AsyncEvent
    ) -> AsyncRetryPolicy.Outcome {
        switch result {
        case .success(let result): result.functionError == nil ? .success : .functionError
        case .failure(let error) where error.code == "RecursiveInvocationException": .recursion
        case .failure(let error) where error.status == 429 && lambda.isStopped(event.functionName):
            .zeroReservedConcurrency
        case .failure: .refused
        }
    }
}
