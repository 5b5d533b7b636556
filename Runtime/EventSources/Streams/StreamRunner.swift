import JSON
import Lambda
import ServiceKit
import Storage
import Synchronization
import Time
import Wire

/// Does what the poller of a stream decides.
final class StreamRunner: SourceRunner {
    private struct State {
        var poller: StreamPoller
        var wake: (instant: Timestamp, action: ScheduledAction)?
        var lastResult: String?
        /// By shard and lane: what the last invocation ended with, for the record of what is given up.
        var lastInvocations: [String: (requestID: String?, functionError: String?)] = [:]
    }

    private let mapping: EventSourceMapping
    private let source: any StreamSource
    private let services: RunnerServices
    private let filter: EventFilter
    private let state: Mutex<State>

    init(
        _ mapping: EventSourceMapping,
        _ source: any StreamSource,
        checkpoints: [String: ShardCheckpoint],
        _ services: RunnerServices
    ) {
        self.mapping = mapping
        self.source = source
        self.services = services
        filter = EventFilter(mapping.filters)
        let lanes = mapping.number("ParallelizationFactor") ?? 1
        state = Mutex(State(poller: StreamPoller(mapping.lane, lanes: lanes, checkpoints: checkpoints)))
    }

    var lastResult: String? { state.withLock(\.lastResult) }

    func start() { handle { $0.start(at: $1) } }
    func announced() { handle { $0.announced(at: $1) } }

    func stop() {
        state.withLock { state in
            state.poller.stop()
            state.wake?.action.cancel()
        }
    }

    // MARK: Actions

    private func handle(_ event: (inout StreamPoller, Timestamp) -> [StreamPoller.Action]) {
        let now = services.context.time.now
        let actions = state.withLock { event(&$0.poller, now) }
        for action in actions { perform(action) }
    }

    private func perform(_ action: StreamPoller.Action) {
        switch action {
        case .listShards: list()
        case .read(let shard, let position, let limit): read(shard, after: position, limit: limit)
        case .invoke(let batch, let shard, let lane): invoke(batch, shard, lane)
        case .discard(let batch, let shard, let condition): discard(batch, shard, condition)
        case .save(let checkpoint, let shard): save(checkpoint, shard)
        case .wake(let instant): wake(at: instant)
        }
    }

    private func list() {
        source.shards(of: mapping.source) { [self] result in
            guard isThere(result) else { return }
            handle { $0.listed(try? result.get(), at: $1) }
        }
    }

    private func read(_ shard: String, after position: String?, limit: Int) {
        source.records(of: mapping.source, shard: shard, after: position, limit: limit) { [self] result in
            guard isThere(result) else { return }
            let page = (try? result.get()).map { page in
                (records: page.records.compactMap(record), isLast: page.isLast, isClosed: page.isClosed)
            }
            handle { $0.read(page, shard: shard, at: $1) }
        }
    }

    private func record(_ document: [UInt8]) -> StreamRecord? {
        guard var record = StreamRecord(dynamoDB: document, of: mapping.source) else { return nil }
        record.isWanted = filter.admits(record.document)
        return record
    }

    /// Stops for good when the stream has been deleted.
    private func isThere<Value>(_ result: Result<Value, AWSError>) -> Bool {
        guard case .failure(let error) = result, error.code == "ResourceNotFoundException" else { return true }
        stop()
        state.withLock { $0.lastResult = "PROBLEM: \(error.message)" }
        return false
    }

    private func invoke(_ batch: StreamBatch, _ shard: String, _ lane: Int) {
        let document = StreamEvent.document(batch, shard: shard, of: mapping.source)
        services.invoke(mapping, document) { [self] result in
            let outcome = BatchReply.outcome(
                result,
                reportsItemFailures: mapping.reportsItemFailures,
                of: batch.records.map(\.sequenceNumber)
            )
            let reply = try? result.get()
            state.withLock { state in
                state.lastResult = outcome == .success ? "OK" : "PROBLEM: Function call failed"
                if let reply { state.lastInvocations[shard] = (reply.requestID, reply.functionError) }
            }
            let answered = batch.window == nil ? nil : reply.flatMap { try? JSON(parsing: $0.payload)["state"] }
            handle { $0.completed(outcome, state: answered, shard: shard, lane: lane, at: $1) }
        }
    }

    private func discard(_ batch: StreamBatch, _ shard: String, _ condition: String) {
        let last = state.withLock { $0.lastInvocations[shard] }
        guard let destination = mapping.onFailure else {
            return services.note(
                "\(batch.records.count) records of \(mapping.source) are given up (\(condition)): "
                    + "\(mapping.functionARN) could not process them"
            )
        }
        let record = DiscardedBatch(
            batch: batch,
            condition: condition,
            shard: shard,
            stream: mapping.source,
            functionARN: mapping.functionARN,
            requestID: last?.requestID,
            functionError: last?.functionError,
            timestamp: services.context.time.now
        )
        let delivery = Delivery(
            payload: record.document,
            principal: "lambda.amazonaws.com",
            source: mapping.functionARN
        )
        services.context.deliveries.deliver(delivery, to: destination) { [services, mapping] result in
            guard case .failure(let error) = result else { return }
            services.destinationFailed(mapping)
            services.note("records that were given up could not be reported to \(destination): \(error.message)")
        }
    }

    private func save(_ checkpoint: ShardCheckpoint, _ shard: String) {
        let uuid = mapping.uuid
        services.context.database.write { connection in
            try MappingStore.save(checkpoint, shard: shard, of: uuid, connection)
        } completion: { _ in
            // Records behind a checkpoint that is lost are processed again: delivery is at least once.
        }
    }

    private func wake(at instant: Timestamp) {
        state.withLock { state in
            if let wake = state.wake, wake.instant <= instant { return }
            state.wake?.action.cancel()
            let action = services.context.time.schedule(at: instant) { [weak self] in self?.woken() }
            state.wake = (instant, action)
        }
    }

    private func woken() {
        state.withLock { $0.wake = nil }
        handle { $0.woken(at: $1) }
    }
}
