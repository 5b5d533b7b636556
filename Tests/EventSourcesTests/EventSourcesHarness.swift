import EventSources
import HTTPListener
import JSON
import Lambda
import Processes
import ServiceKit
import Storage
import Synchronization
import Time
import Wire

/// Event source mappings of a function `f` that answers what a test says; time stands still unless a test moves it.
final class EventSourcesHarness: Sendable {
    struct Answer: Sendable {
        var status: Int
        /// Of an error.
        var code: String?
        var json: JSON
        var message: String { (json["message"] ?? json["Message"])?.stringValue ?? "" }
    }

    static let path = "/2015-03-31/event-source-mappings"

    let sources: EventSources
    let stream = MemoryStream()
    let queue: MemoryQueue
    let function: AnsweringFunction
    let time: ManualTime
    let database: Database
    private let isDatabaseShared: Bool
    let reports = Reports()
    let notes = Notes()
    let failures = DestinationFailures()
    private let lambda: LambdaService
    /// Of all tests: one each would be a hundred threads and thrice as many files.
    private static let loop = EventLoopThread()

    init(
        isFIFO: Bool = false,
        time: ManualTime = ManualTime(),
        database: Database? = nil,
        _ answer: @escaping @Sendable (JSON) -> InvocationResult
    ) throws {
        self.time = time
        isDatabaseShared = database != nil
        self.database = try database ?? Database(.memory, migrations: EventSources.migrations)
        queue = MemoryQueue(isFIFO: isFIFO)
        function = AnsweringFunction(answer)
        let ids = IDSource(seed: 1)
        lambda = LambdaService(
            functions: [
                FunctionConfiguration(name: "f", handler: "h", codeDirectory: "/nowhere"),
                FunctionConfiguration(name: "slow", handler: "h", codeDirectory: "/nowhere", timeout: .seconds(60)),
            ],
            account: AWSAccount(),
            loop: Self.loop,
            time: time,
            ids: ids,
            supervisor: try ProcessSupervisor(),
            logSink: NoFunctionLog()
        )
        let context = ServiceContext(
            account: AWSAccount(),
            time: time,
            ids: ids,
            database: self.database,
            metrics: failures
        )
        context.deliveries.register(reports, for: "sqs")
        sources = EventSources(context, lambda: lambda, streams: stream, queues: queue, invoker: function) { [notes] in
            notes.add($0)
        }
    }

    func send(_ method: String, _ target: String, _ body: JSON? = nil) async throws -> Answer {
        let request = HTTPRequest(method: method, target: target, body: body?.bytes ?? [])
        let response = await withCheckedContinuation { continuation in
            sources.handle(request) { continuation.resume(returning: $0) }
        }
        let json = response.body.isEmpty ? .null : try JSON(parsing: response.body)
        return Answer(status: response.status, code: response.headers["x-amzn-ErrorType"], json: json)
    }

    /// Makes a mapping of `f` and returns its UUID.
    func map(_ source: ARN, _ settings: [(String, JSON)] = []) async throws -> String {
        var request = JSON.Object([("FunctionName", "f"), ("EventSourceArn", .string(source.description))])
        if source.service == "dynamodb" { request["StartingPosition"] = "TRIM_HORIZON" }
        for (name, value) in settings { request[name] = value }
        let answer = try await send("POST", Self.path, .object(request))
        return answer.json["UUID"]?.stringValue ?? answer.message
    }

    /// Lets the change of a mapping come to its end.
    func settle() { time.advance(by: .seconds(1)) }

    func stop() async {
        sources.stop()
        await lambda.stop()
        if !isDatabaseShared { database.close() }
    }
}

/// `database` is one that outlives these, as a restart of Hearth has it.
func withEventSources(
    isFIFO: Bool = false,
    time: ManualTime = ManualTime(),
    database: Database? = nil,
    answering answer: @escaping @Sendable (JSON) -> InvocationResult = { _ in .answer("null") },
    _ body: (EventSourcesHarness) async throws -> Void
) async throws {
    let harness = try EventSourcesHarness(isFIFO: isFIFO, time: time, database: database, answer)
    do {
        try await body(harness)
        await harness.stop()
    } catch {
        await harness.stop()
        throw error
    }
}

extension InvocationResult {
    static func answer(_ payload: String) -> Self { Self(requestID: "r", payload: Array(payload.utf8)) }
    static let failure = Self(requestID: "r", payload: Array("{}".utf8), functionError: "Unhandled")
}

/// A function whose answers a test makes up.
final class AnsweringFunction: FunctionInvoker {
    private let answer: @Sendable (JSON) -> InvocationResult
    private let state = Mutex<[JSON]>([])

    init(_ answer: @escaping @Sendable (JSON) -> InvocationResult) { self.answer = answer }

    /// What it was given, in order.
    var events: [JSON] { state.withLock { $0 } }

    func invoke(
        _ request: InvocationRequest,
        completion: @escaping @Sendable (Result<InvocationResult, AWSError>) -> Void
    ) {
        let event = (try? JSON(parsing: request.payload)) ?? .null
        state.withLock { $0.append(event) }
        completion(.success(answer(event)))
    }
}

/// A queue that records of failures are sent to.
final class Reports: DeliveryReceiver {
    private let state = Mutex<[JSON]>([])

    var documents: [JSON] { state.withLock { $0 } }

    func receive(
        _ delivery: Delivery,
        at resource: ARN,
        completion: @escaping @Sendable (Result<Void, AWSError>) -> Void
    ) {
        guard resource.resource != "nowhere" else {
            return completion(.failure(AWSError("QueueDoesNotExist", message: "no queue")))
        }
        let document = (try? JSON(parsing: delivery.payload)) ?? .null
        state.withLock { $0.append(document) }
        completion(.success(()))
    }
}

/// The functions whose records could not be sent, in order.
final class DestinationFailures: MetricSink {
    private let state = Mutex<[String]>([])

    var functions: [String] { state.withLock { $0 } }

    func record(_ values: [MetricValue], of subject: MetricSubject, at instant: Timestamp) {
        guard values.map(\.name) == ["DestinationDeliveryFailures"] else { return }
        state.withLock { $0.append(subject.dimensions.first?.value ?? "") }
    }
}

/// What Hearth has told its user.
final class Notes: Sendable {
    private let state = Mutex<[String]>([])

    var all: [String] { state.withLock { $0 } }

    func add(_ note: String) { state.withLock { $0.append(note) } }
}

private struct NoFunctionLog: FunctionLogSink {
    func write(_ event: FunctionLogEvent) {}
}
