import JSON
import Lambda
import ServiceKit
import Storage
import Synchronization
import Time
import Wire

/// Event source mappings of one region: gives functions what queues and streams hold, and serves the part of Lambda's API that says
/// which.
/// https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html
package final class EventSources: AWSService {
    package static let migrations = MappingStore.migrations

    struct Entry: Sendable {
        var mapping: EventSourceMapping
        /// `nil` while it is disabled.
        var runner: (any SourceRunner)?
        /// What `LastProcessingResult` was before the runner was there.
        var formerResult: String?

        var lastResult: String? { runner?.lastResult ?? formerResult }
    }

    package let context: ServiceContext
    let lambda: LambdaService
    let streams: any StreamSource
    let queues: any QueueSource
    private let services: RunnerServices
    private let entries = Mutex<[String: Entry]>([:])
    private let dispatcher = RESTDispatcher<EventSources>([
        CreateEventSourceMapping.self, UpdateEventSourceMapping.self, DeleteEventSourceMapping.self,
        GetEventSourceMapping.self, ListEventSourceMappings.self,
        TagResource.self, UntagResource.self, ListTags.self,
    ])

    /// `invoker` runs the functions in the place of `lambda`.
    package init(
        _ context: ServiceContext,
        lambda: LambdaService,
        streams: any StreamSource,
        queues: any QueueSource,
        invoker: (any FunctionInvoker)? = nil,
        note: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.context = context
        self.lambda = lambda
        self.streams = streams
        self.queues = queues
        services = RunnerServices(context: context, invoker: invoker ?? lambda, note: note)
        streams.listen { [weak self] in self?.announced($0) }
    }

    // MARK: Serving

    package func matches(_ request: HTTPRequest) -> Bool {
        request.target.hasPrefix("/2015-03-31/event-source-mappings") || MappingTags.areMeant(by: request)
    }

    package func bodyLimit(of request: HTTPRequest) -> Int { 1 << 20 }

    package func handle(_ request: HTTPRequest, respond: @escaping HTTPResponder) {
        guard !dispatcher.handle(request, self, respond: respond) else { return }
        let message = "Hearth does not emulate \(request.method) \(request.path)"
        respond(AWSError("UnknownOperationException", status: 404, message: message).restJSONResponse)
    }

    package static func namespace(ofError code: String) -> String? { "com.amazonaws.lambda" }

    package func error(for failure: StorageError) -> AWSError {
        AWSError("ServiceException", status: 500, message: "\(failure)")
    }

    // MARK: Running

    /// Regions that the store has mappings of that callers have made. For start-up: it waits.
    package static func regions(in database: Database) throws -> Set<String> {
        let mappings = try database.readAndWait { try MappingStore.all($0) }
        return Set(mappings.filter { $0.logicalID == nil }.map(\.functionARN.region))
    }

    /// Takes up the mappings that the store holds of this region, and those of the template where it `hasTemplate`.
    /// For start-up: it waits.
    package func resume(hasTemplate: Bool = true) throws {
        let region = context.account.region
        let stored = try context.database.readAndWait { connection in
            try MappingStore.all(connection)
                .filter { $0.logicalID == nil ? $0.functionARN.region == region : hasTemplate }
                .map { ($0, try MappingStore.checkpoints(of: $0.uuid, connection)) }
        }
        for (mapping, checkpoints) in stored {
            run(mapping, checkpoints)
            if mapping.change == .deleting { removeLater(mapping) }
        }
    }

    /// Runs a mapping as it is now, in the place of what ran of it before.
    func run(_ mapping: EventSourceMapping, _ checkpoints: [String: ShardCheckpoint]) {
        let runner = mapping.isEnabled ? runner(mapping, checkpoints) : nil
        let former = entries.withLock { entries in
            let former = entries[mapping.uuid]
            entries[mapping.uuid] = Entry(mapping: mapping, runner: runner, formerResult: former?.lastResult)
            return former
        }
        former?.runner?.stop()
        runner?.start()
    }

    private func runner(
        _ mapping: EventSourceMapping,
        _ checkpoints: [String: ShardCheckpoint]
    ) -> any SourceRunner {
        switch mapping.kind {
        case .stream: StreamRunner(mapping, streams, checkpoints: checkpoints, services)
        case .queue: QueueRunner(mapping, queues, services)
        }
    }

    /// What is said of a mapping has changed, and not what it does.
    func show(_ mapping: EventSourceMapping) { entries.withLock { $0[mapping.uuid]?.mapping = mapping } }

    func end(_ uuid: String) { entries.withLock { $0.removeValue(forKey: uuid) }?.runner?.stop() }

    private func announced(_ stream: String) {
        let runners = entries.withLock { entries in
            entries.values.filter { $0.mapping.source.description == stream }.compactMap(\.runner)
        }
        for runner in runners { runner.announced() }
    }

    /// Stops every mapping: Hearth ends, or is reset.
    package func stop() {
        let runners = entries.withLock { entries in
            defer { entries = [:] }
            return entries.values.compactMap(\.runner)
        }
        for runner in runners { runner.stop() }
    }

    /// Forgets every mapping, those that run elsewhere too. For callers that can wait.
    package func reset() throws {
        stop()
        _ = try context.database.writeAndWait { try MappingStore.deleteAll($0) }
    }

    // MARK: Finding

    func entry(_ uuid: String) -> Entry? {
        entries.withLock { $0[uuid] }.flatMap { $0.mapping.isGone(at: context.time.now) ? nil : $0 }
    }

    /// All of them, in the order of their UUIDs.
    var all: [Entry] {
        let now = context.time.now
        return entries.withLock { entries in
            entries.values.filter { !$0.mapping.isGone(at: now) }.sorted { $0.mapping.uuid < $1.mapping.uuid }
        }
    }

    /// Whether there is a mapping here, be it one of which nothing is seen any more.
    func holds(_ uuid: String) -> Bool { entries.withLock { $0[uuid] != nil } }

    func reply(_ entry: Entry, at now: Timestamp) -> JSON {
        .object(entry.mapping.reply(at: now, lastResult: entry.lastResult, context.account))
    }
}
