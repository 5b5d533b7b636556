import JSON
import ServiceKit
import Storage
import Synchronization
import Time
import Wire

/// The local EventBridge Scheduler: API version 2021-06-30 over restJson1. Each region that a client names has schedules
/// of its own.
/// https://docs.aws.amazon.com/scheduler/latest/APIReference/Welcome.html
package final class Scheduler: DocumentService, HTTPHandler {
    package let context: ServiceContext
    package let documents: DocumentStore
    let outbox: Outbox
    let timetable = Timetable()
    let alarm: Alarm
    private let hasBegun = Atomic(false)

    static let operations: [any RESTOperation<Scheduler>.Type] = [
        CreateSchedule.self, GetSchedule.self, UpdateSchedule.self, DeleteSchedule.self, ListSchedules.self,
        CreateScheduleGroup.self, GetScheduleGroup.self, DeleteScheduleGroup.self, ListScheduleGroups.self,
        TagResource.self, UntagResource.self, ListTagsForResource.self,
    ]

    private let dispatcher = RESTDispatcher(operations)

    package static let migrations = [
        DocumentStore.migration("scheduler.1", table: "scheduler_document"),
        Outbox.migration("scheduler.2", table: "scheduler_outbox"),
    ]

    /// Takes up what the store holds. Its schema must include `Scheduler.migrations`. `resume` follows when all services
    /// are there.
    package init(_ context: ServiceContext) throws {
        self.context = context
        documents = try DocumentStore(table: "scheduler_document", context.database)
        outbox = Outbox(table: "scheduler_outbox", context) { [context] in ScheduleMetrics.record($0, $1, context) }
        alarm = Alarm(context.time)
    }

    /// Delivers what was promised before, and begins to invoke.
    package func resume() {
        hasBegun.store(true, ordering: .sequentiallyConsistent)
        outbox.resume()
        setTimetable()
    }

    package func documentsChanged() {
        if hasBegun.load(ordering: .sequentiallyConsistent) { setTimetable() }
    }

    /// Whether nothing is on its way to a target now.
    package var isIdle: Bool { outbox.isIdle }

    package func matches(_ request: HTTPRequest) -> Bool { CredentialScope(request)?.service == "scheduler" }

    package func bodyLimit(of request: HTTPRequest) -> Int { 1 << 20 }

    package func handle(_ request: HTTPRequest, respond: @escaping HTTPResponder) {
        if dispatcher.handle(request, self, respond: respond) { return }
        let message = "Unable to determine service/operation name to be authorized"
        respond(AWSError("UnknownOperationException", status: 404, message: message).restJSONResponse)
    }

    package func error(for failure: StorageError) -> AWSError {
        AWSError("InternalServerException", status: 500, message: "Internal error: \(failure)")
    }

    /// Removes every schedule and group, and what has not been delivered.
    package func reset() throws {
        try context.database.writeAndWait(.alone) { [documents, outbox] connection in
            try documents.removeAll(connection)
            try outbox.removeAll(connection)
        } committed: { [self] in
            documents.commit()
            documentsChanged()
        }
    }
}
