import JSON
import ServiceKit
import Storage
import Synchronization
import Time
import Wire

/// The local EventBridge: API version 2015-10-07 over awsJson 1.1. Each region that a client names has buses of its own.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/Welcome.html
package final class EventBridge: DocumentService, HTTPHandler {
    package let context: ServiceContext
    package let documents: DocumentStore
    let outbox: Outbox
    let routes = Mutex<[BusAddress: BusRoutes]>([:])
    let ruleClock: RuleClock
    let replayer: Replayer
    let retentionAlarm: Alarm
    let keepSecret: KeepSecret
    let httpCaller: HTTPCaller
    let destinationTokens = DestinationTokens()
    let pacing = Pacing()
    private let hasBegun = Atomic(false)

    private static let targetPrefix = "AWSEvents."

    package static var actionNames: [String] { operations.map { $0.name } }

    static let operations: [any Operation<EventBridge>.Type] = [
        PutEvents.self, TestEventPattern.self,
        CreateEventBus.self, UpdateEventBus.self, DescribeEventBus.self, ListEventBuses.self, DeleteEventBus.self,
        PutRule.self, DescribeRule.self, ListRules.self, EnableRule.self, DisableRule.self, DeleteRule.self,
        PutTargets.self, RemoveTargets.self, ListTargetsByRule.self, ListRuleNamesByTarget.self,
        PutPermission.self, RemovePermission.self,
        TagResource.self, UntagResource.self, ListTagsForResource.self,
        CreateArchive.self, DescribeArchive.self, UpdateArchive.self, ListArchives.self, DeleteArchive.self,
        StartReplay.self, DescribeReplay.self, ListReplays.self, CancelReplay.self,
        CreateConnection.self, DescribeConnection.self, UpdateConnection.self, ListConnections.self,
        DeleteConnection.self,
        CreateApiDestination.self, DescribeApiDestination.self, UpdateApiDestination.self,
        ListApiDestinations.self, DeleteApiDestination.self,
    ]

    private let dispatcher = JSONDispatcher(
        version: "1.1",
        targetPrefixes: [targetPrefix],
        operations: operations
    )

    package static let migrations = [
        DocumentStore.migration("events.1", table: "events_document"),
        Outbox.migration("events.2", table: "events_outbox"),
        Migration(
            "events.3",
            """
            CREATE TABLE events_archived (
                number INTEGER PRIMARY KEY AUTOINCREMENT, archive TEXT NOT NULL, time INTEGER NOT NULL,
                event BLOB NOT NULL
            );
            CREATE INDEX events_archived_time ON events_archived (archive, time)
            """
        ),
    ]

    /// Takes up what the store holds. Its schema must include `EventBridge.migrations`. `keepSecret` is for those of
    /// connections, `httpCaller` calls API destinations. `resume` follows when all services are there.
    package init(
        _ context: ServiceContext,
        keepSecret: @escaping KeepSecret = { _, _, _ in },
        httpCaller: @escaping HTTPCaller = { $1(nil) }
    ) throws {
        self.context = context
        self.httpCaller = httpCaller
        self.keepSecret = keepSecret
        documents = try DocumentStore(table: "events_document", context.database)
        outbox = Outbox(table: "events_outbox", context) { [context] in RuleMetrics.record($0, $1, context) }
        ruleClock = RuleClock(context.time)
        replayer = Replayer()
        retentionAlarm = Alarm(context.time)
        compileRoutes()
    }

    /// Delivers what was promised before, goes on with replays, and begins to fire rules.
    package func resume() {
        hasBegun.store(true, ordering: .sequentiallyConsistent)
        outbox.resume()
        resumeReplays()
        fireRules()
        trimArchives()
    }

    package func documentsChanged() {
        compileRoutes()
        guard hasBegun.load(ordering: .sequentiallyConsistent) else { return }
        fireRules()
        trimArchives()
    }

    /// Whether nothing is on its way to a target now.
    package var isIdle: Bool { outbox.isIdle }

    package func matches(_ request: HTTPRequest) -> Bool {
        if let target = request.headers["X-Amz-Target"] { return target.hasPrefix(Self.targetPrefix) }
        return CredentialScope(request)?.service == "events"
    }

    package func bodyLimit(of request: HTTPRequest) -> Int { 4 << 20 }

    package func handle(_ request: HTTPRequest, respond: @escaping HTTPResponder) {
        dispatcher.handle(request, self, respond: respond)
    }

    package static func namespace(ofError code: String) -> String? { nil }

    package func error(for failure: StorageError) -> AWSError {
        AWSError("InternalException", status: 500, message: "Internal error: \(failure)")
    }

    /// Removes every resource, archived event and undelivered event.
    package func reset() throws {
        try context.database.writeAndWait(.alone) { [documents, outbox] connection in
            try documents.removeAll(connection)
            try outbox.removeAll(connection)
            try connection.run("DELETE FROM events_archived")
        } committed: { [self] in
            destinationTokens.reset()
            pacing.reset()
            documents.commit()
            documentsChanged()
        }
    }
}
