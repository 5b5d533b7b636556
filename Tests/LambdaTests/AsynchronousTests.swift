import ColdStart
import JSON
import Lambda
import Programs
import ServiceKit
import Storage
import Synchronization
import Testing
import Time
import Wire

/// Takes deliveries as a queue would, and refuses as many as it is told to.
private final class Mailbox: DeliveryReceiver {
    private struct State {
        var refusals: [AWSError] = []
        var deliveries: [(Delivery, ARN)] = []
        var waiters: [(Int, CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())
    /// Gets something for every refusal that the sender has made up its mind about.
    let refused = AsyncStream.makeStream(of: Void.self)

    func refuse(_ errors: [AWSError]) { state.withLock { $0.refusals = errors } }

    func receive(
        _ delivery: Delivery,
        at resource: ARN,
        completion: @escaping @Sendable (Result<Void, AWSError>) -> Void
    ) {
        if let refusal = state.withLock({ $0.refusals.isEmpty ? nil : $0.refusals.removeFirst() }) {
            completion(.failure(refusal))
            refused.continuation.yield()
            return
        }
        let ready = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            state.deliveries.append((delivery, resource))
            let count = state.deliveries.count
            let ready = state.waiters.filter { $0.0 <= count }.map(\.1)
            state.waiters.removeAll { $0.0 <= count }
            return ready
        }
        completion(.success(()))
        for waiter in ready { waiter.resume() }
    }

    func wait(_ count: Int = 1) async -> [(Delivery, ARN)] {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.deliveries.count >= count { return true }
                state.waiters.append((count, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
        return state.withLock { $0.deliveries }
    }
}

/// How often each metric of queues was told.
private final class Figures: MetricSink {
    private let counts = Mutex<[String: Int]>([:])

    var ofEvents: [String: Int] { counts.withLock { $0.filter { $0.key.hasPrefix("Async") } } }
    var ofLetters: [String: Int] {
        counts.withLock { $0.filter { ["DeadLetterErrors", "DestinationDeliveryFailures"].contains($0.key) } }
    }
    var stoppedCircles: Int? { counts.withLock { $0["RecursiveInvocationsDropped"] } }

    func record(_ values: [MetricValue], of subject: MetricSubject, at instant: Timestamp) {
        counts.withLock { counts in for value in values { counts[value.name, default: 0] += value.times } }
    }
}

@Suite(.fewAtATime, .timeLimit(.minutes(20))) struct AsynchronousTests {
    /// Answers what it is sent; fails for `"fail"`.
    private static let echo = #"""
        while true; do next
            if [ "$event" = '"fail"' ]; then
                post "$base/invocation/$id/error" -d '{"errorMessage":"no luck","errorType":"Odd"}' >/dev/null
            else answer "$event"; fi
        done
        """#

    private struct Lab: Sendable {
        var harness: LambdaHarness
        var invoker: AsyncInvoker
        var store: StoredAsyncEvents
        var mailbox: Mailbox
        var time: ManualTime
        var figures: Figures

        /// Hands an event over as another service does.
        func deliver(
            _ payload: String,
            to function: String = "f",
            by rule: String = "r",
            trace: String? = nil
        ) async -> AWSError? {
            var delivery = Delivery(
                payload: Array(payload.utf8),
                principal: "events.amazonaws.com",
                source: AWSAccount().arn("events", "rule/\(rule)")
            )
            delivery.traceHeader = trace
            let function = AWSAccount().arn("lambda", "function:\(function)")
            return await withCheckedContinuation { continuation in
                invoker.receive(delivery, at: function) { result in
                    if case .failure(let error) = result { continuation.resume(returning: error) }
                    if case .success = result { continuation.resume(returning: nil) }
                }
            }
        }

        /// Returns when the store holds what `condition` wants; the write is on its way.
        func stored(_ condition: ([AsyncEvent]) -> Bool) async throws {
            while !condition(try store.all()) { try await Task.sleep(for: .milliseconds(2)) }
        }
    }

    private func withLab(
        _ config: JSON = [:],
        reserved: Int? = nil,
        deadLetter: Bool = false,
        _ body: (Lab) async throws -> Void
    ) async throws {
        let database = try Database(.memory, migrations: LambdaAPI.migrations)
        let settings = FunctionSettings()
        var template: [FunctionSettings.Key: JSON] = [.init(.eventInvokeConfig, "f"): config]
        let rule = JSON.string(AWSAccount().arn("events", "rule/r").description)
        let permission = JSON.Object([
            ("StatementId", "s"), ("Principal", "events.amazonaws.com"), ("Action", "lambda:InvokeFunction"),
            ("SourceArn", rule),
        ])
        template.allow(permission, to: "f", nil, AWSAccount())
        try settings.load(database, template: template)
        let store = StoredAsyncEvents(database)
        let time = ManualTime()
        let mailbox = Mailbox()
        let figures = Figures()
        let router = DeliveryRouter()
        router.register(mailbox, for: "sqs")
        router.register(mailbox, for: "events")
        let harness = try LambdaHarness(
            Self.echo,
            time: time,
            reserved: reserved,
            deadLetterTarget: deadLetter ? ARN("arn:aws:sqs:us-east-1:000000000000:dead") : nil,
            functionSettings: settings,
            metrics: figures
        )
        try await withLambda(harness) { (harness) async throws in
            let invoker = AsyncInvoker(lambda: harness.lambda, store: store, deliveries: router)
            router.register(invoker, for: "lambda")
            let lab = Lab(
                harness: harness,
                invoker: invoker,
                store: store,
                mailbox: mailbox,
                time: time,
                figures: figures
            )
            try await body(lab)
        }
        database.close()
    }

    @Test func aServiceNeedsAPermission() async throws {
        try await withLab { (lab) async throws in
            let refusal = await lab.deliver("{}", by: "other")
            #expect(refusal?.code == "AccessDeniedException" && refusal?.status == 403)
            let function = "arn:aws:lambda:us-east-1:000000000000:function:f"
            #expect(
                refusal?.message
                    == "User: events.amazonaws.com is not authorized to perform: lambda:InvokeFunction on resource: "
                    + "\(function) because no resource-based policy allows the lambda:InvokeFunction action"
            )
            #expect(try lab.store.all().isEmpty)
        }
    }

    @Test func countsEventsTakenTriedAndDropped() async throws {
        try await withLab(["MaximumRetryAttempts": 0], deadLetter: true) { lab in
            #expect(await lab.deliver(#""fail""#) == nil)
            _ = await lab.mailbox.wait()
            #expect(
                lab.figures.ofEvents == ["AsyncEventsReceived": 1, "AsyncEventAge": 1, "AsyncEventsDropped": 1]
            )
        }
    }

    @Test func countsWhatItCannotTell() async throws {
        var config = Self.destinations(failure: "arn:aws:sqs:us-east-1:000000000000:lost").objectValue ?? JSON.Object()
        config["MaximumRetryAttempts"] = 0
        try await withLab(.object(config), deadLetter: true) { lab in
            lab.mailbox.refuse(Array(repeating: AWSError("QueueDoesNotExist", message: "no queue"), count: 2))
            #expect(await lab.deliver(#""fail""#) == nil)
            try await lab.stored(\.isEmpty)
            #expect(lab.figures.ofLetters == ["DeadLetterErrors": 1, "DestinationDeliveryFailures": 1])
        }
    }

    private static func destinations(success: String? = nil, failure: String? = nil) -> JSON {
        let destination = { (arn: String?) -> JSON in arn.map { ["Destination": .string($0)] } ?? [:] }
        return ["DestinationConfig": ["OnSuccess": destination(success), "OnFailure": destination(failure)]]
    }

    @Test func successGoesToItsDestinationInAWSsRecord() async throws {
        let bus = "arn:aws:events:us-east-1:000000000000:event-bus/b"
        try await withLab(Self.destinations(success: bus)) { lab in
            #expect(await lab.deliver(#"{"a":1}"#) == nil)
            let (delivery, destination) = await lab.mailbox.wait()[0]
            #expect(destination.description == bus)
            let function = "arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST"
            #expect(delivery.principal == "lambda.amazonaws.com")
            #expect(
                delivery.event
                    == .init(
                        source: "lambda",
                        detailType: "Lambda Function Invocation Result - Success",
                        resources: [function, bus]
                    )
            )
            let record = try JSON(parsing: delivery.payload)
            let requestID = try #require(record["requestContext"]?["requestId"])
            let expected: JSON = [
                "version": "1.0",
                "timestamp": .string(lab.time.now.iso8601Milliseconds),
                "requestContext": [
                    "requestId": requestID, "functionArn": .string(function), "condition": "Success",
                    "approximateInvokeCount": 1,
                ],
                "requestPayload": ["a": 1],
                "responseContext": ["statusCode": 200, "executedVersion": "$LATEST"],
                "responsePayload": ["a": 1],
            ]
            #expect(record.text == expected.text)
            try await lab.stored(\.isEmpty)
        }
    }

    @Test func failureGoesToDestinationAndDeadLetterQueueAfterItsRetries() async throws {
        var config =
            Self.destinations(failure: "arn:aws:sqs:us-east-1:000000000000:failed").objectValue ?? JSON.Object()
        config["MaximumRetryAttempts"] = 1
        try await withLab(.object(config), deadLetter: true) { lab in
            #expect(await lab.deliver(#""fail""#) == nil)
            try await lab.stored { $0.first?.errors == 1 }
            lab.time.advance(by: .seconds(60))
            let mail = await lab.mailbox.wait(2)
            #expect(mail.map { $0.1.resource } == ["failed", "dead"])
            let record = try JSON(parsing: mail[0].0.payload)
            #expect(record["requestContext"]?["condition"] == "RetriesExhausted")
            #expect(record["requestContext"]?["approximateInvokeCount"] == 2)
            #expect(
                record["responseContext"]
                    == ["statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"]
            )
            #expect(record["responsePayload"]?["errorMessage"] == "no luck")
            let dead = mail[1].0
            #expect(dead.payload == Array(#""fail""#.utf8))
            #expect(dead.attributes.map(\.name) == ["RequestID", "ErrorCode", "ErrorMessage"])
            #expect(dead.attributes.map(\.type) == ["String", "Number", "String"])
            #expect(dead.attributes.map(\.value).dropFirst() == [.text("200"), .text("no luck")])
        }
    }

    /// No time passes: what was refused does not wait for its back-off when another event has been run. Ten requests
    /// are what one environment may get in a second; after that it is tried again soon.
    @Test func refusedEventsRunWhenThereIsRoom() async throws {
        try await withLab(Self.destinations(success: "arn:aws:sqs:us-east-1:000000000000:q"), reserved: 1) { lab in
            for event in 0..<14 { #expect(await lab.deliver("\(event)") == nil) }
            _ = await lab.mailbox.wait(10)
            try await lab.stored { $0.count == 4 && $0.contains { $0.nextAttempt == lab.time.now + .seconds(1) } }
            // What came in before Hearth takes up what an earlier one has left is not taken up once more.
            try lab.invoker.resume()
            lab.time.advance(by: .seconds(1))
            let payloads = try await lab.mailbox.wait(14).map { try JSON(parsing: $0.0.payload)["responsePayload"] }
            #expect(payloads.prefix(10) == ArraySlice((0..<10).map { .number("\($0)") }))
            #expect(Set(payloads.compactMap { $0?.text }) == Set((0..<14).map { "\($0)" }))
            #expect(await lab.deliver("14") == nil)
            #expect(try JSON(parsing: await lab.mailbox.wait(15)[14].0.payload)["responsePayload"] == 14)
        }
    }

    @Test func aFunctionWithoutConcurrencyIsNotTried() async throws {
        let config = Self.destinations(failure: "arn:aws:sqs:us-east-1:000000000000:failed")
        try await withLab(config, reserved: 0) { lab in
            #expect(await lab.deliver("{}") == nil)
            let delivery = await lab.mailbox.wait()[0].0
            let trace = try #require(delivery.traceHeader)
            #expect(trace.hasPrefix("Root=1-") && trace.contains(";Parent=") && trace.hasSuffix(";Sampled=0"))
            let record = try JSON(parsing: delivery.payload)
            #expect(record["requestContext"]?["condition"] == "ZeroReservedConcurrency")
            #expect(record["requestContext"]?["approximateInvokeCount"] == 0)
            #expect(record["responseContext"] == nil && record["responsePayload"] == nil)
        }
    }

    @Test func oldEventsAreNotRun() async throws {
        var config =
            Self.destinations(failure: "arn:aws:sqs:us-east-1:000000000000:failed").objectValue ?? JSON.Object()
        config["MaximumEventAgeInSeconds"] = 60
        try await withLab(.object(config)) { lab in
            let event = AsyncEvent(
                requestID: "11111111-1111-4111-8111-111111111111",
                functionName: "f",
                payload: Array("{}".utf8),
                acceptedAt: lab.time.now - .seconds(61),
                nextAttempt: lab.time.now
            )
            await withCheckedContinuation { done in lab.store.save(event) { _ in done.resume() } }
            try lab.invoker.resume()
            lab.time.advance(by: .zero)
            let record = try JSON(parsing: await lab.mailbox.wait()[0].0.payload)
            #expect(record["requestContext"]?["condition"] == "EventAgeExceeded")
            #expect(lab.harness.log.lines.isEmpty)
        }
    }

    @Test func destinationsThatAreNotWellAreAskedAgain() async throws {
        try await withLab(Self.destinations(success: "arn:aws:sqs:us-east-1:000000000000:q")) { lab in
            lab.mailbox.refuse([AWSError("InternalFailure", status: 500, message: "")])
            #expect(await lab.deliver("{}") == nil)
            for await _ in lab.mailbox.refused.stream { break }
            lab.time.advance(by: .seconds(1))
            #expect(await lab.mailbox.wait().count == 1)
        }
    }

    @Test func circlesAreBroken() async throws {
        try await withLab(Self.destinations(failure: "arn:aws:sqs:us-east-1:000000000000:q")) { lab in
            let first = try await lab.harness.invoke("1").traceID
            #expect(first.hasSuffix(":0") && first.contains(";Sampled=0;Lineage=1:"))
            let nearly = first.dropLast(2) + ":14"
            #expect(await lab.deliver("2", trace: String(nearly)) == nil)
            await lab.harness.log.wait(for: "REPORT", count: 2)
            #expect(await lab.deliver("3", trace: first.dropLast(2) + ":15") == nil)
            let record = try JSON(parsing: await lab.mailbox.wait()[0].0.payload)
            #expect(record["requestContext"]?["condition"] == "RecursiveInvocation")
            #expect(lab.figures.stoppedCircles == 1)
            #expect(record["requestPayload"] == 3)
        }
    }

    @Test(arguments: [
        ("g", "{}", 404, "ResourceNotFoundException"), ("f:7", "{}", 404, "ResourceNotFoundException"),
        ("f", "{", 400, "InvalidRequestContentException"),
        ("f", "\"" + String(repeating: "x", count: 1 << 20) + "\"", 413, "RequestEntityTooLargeException"),
    ])
    func badDeliveriesAreRefused(_ function: String, _ payload: String, _ status: Int, _ code: String) async throws {
        try await withLab { lab in
            let error = await lab.deliver(payload, to: function)
            #expect(error?.status == status && error?.code == code)
        }
    }
}
