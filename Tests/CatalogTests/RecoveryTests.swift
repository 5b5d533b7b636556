import AWSClient
import CatalogStores
import JSON
import ProductCatalog
import SocketServer
import Synchronization
import Testing

@testable import Catalog

@Suite struct RecoveryTests {
    private let catalog = FakeCatalog()
    private let deadLetters = FakeDeadLetters()

    private var recovery: RecoveryHandler {
        RecoveryHandler(store: catalog.store, breaker: catalog.breaker, deadLetters: deadLetters)
    }

    @Test func asksNothingWhileAllIsWell() async throws {
        #expect(try await recovery.recover() == .init(breaker: .closed, dead_letters: 0, replays: false))
        #expect(catalog.store.counts.probes == 0)
    }

    @Test func replaysWhenTheStoreAnswersAgain() async throws {
        deadLetters.waiting.withLock { $0 = 7 }
        await catalog.openBreaker()
        #expect(try await recovery.recover() == .init(breaker: .open, dead_letters: 7, replays: false))
        catalog.clock.advance(5_000)
        // The first question fails: open again, for longer.
        #expect(try await recovery.recover() == .init(breaker: .open, dead_letters: 7, replays: false))
        catalog.store.set { $0.failure = nil }
        catalog.cache.set { $0.isClaimed = false }
        catalog.clock.advance(9_000)
        #expect(try await recovery.recover().breaker == .open)
        #expect(deadLetters.replays.withLock { $0 } == 0)
        catalog.clock.advance(1_000)
        #expect(try await recovery.recover() == .init(breaker: .closed, dead_letters: 7, replays: true))
        #expect(deadLetters.replays.withLock { $0 } == 1)
    }

    @Test func doesNotReplayIntoAnOutage() async throws {
        deadLetters.waiting.withLock { $0 = 1 }
        catalog.store.set { $0.failure = StoreOutage("down") }
        #expect(try await recovery.recover() == .init(breaker: .closed, dead_letters: 1, replays: false))
        #expect(deadLetters.replays.withLock { $0 } == 0)
    }

    @Test func replaysEveryQueueThatHoldsDeadLetters() async throws {
        let sqs = FakeSQS(waiting: ["updates": 2, "ratings": 0, "drops": 1])
        #expect(try await sqs.deadLetters.count() == 3)
        try await sqs.deadLetters.replay()
        #expect(sqs.moved == ["arn:drops", "arn:updates"])
    }

    @Test(arguments: ["RUNNING", "CANCELLING"])
    func whatIsBeingMovedGoesOn(_ status: String) async throws {
        let sqs = FakeSQS(waiting: ["drops": 1, "updates": 2], task: status)
        try await sqs.deadLetters.replay()
        #expect(sqs.moved == ["arn:drops", "arn:updates"], "the second one is asked for as well")
    }

    @Test func whatCannotBeMovedIsAFailure() async throws {
        let sqs = FakeSQS(waiting: ["updates": 2], task: "FAILED")
        let error = await #expect(throws: AWSServiceError.self) { try await sqs.deadLetters.replay() }
        #expect(error?.code == "InvalidParameterValueException")
    }

    @Test func tellsHowItIs() async throws {
        let endpoint = CatalogHealthEndpoint(breaker: catalog.breaker, deadLetters: deadLetters)
        #expect(
            try await answer(endpoint, try request()).body == ["status": "ok", "breaker": "closed", "dead_letters": 0]
        )
        await catalog.openBreaker()
        #expect(
            try await answer(endpoint, try request()).body
                == ["status": "degraded", "breaker": "open", "dead_letters": 0]
        )
    }
}

private final class FakeDeadLetters: DeadLetters {
    let waiting = Mutex(0)
    let replays = Mutex(0)

    func count() async throws -> Int { waiting.withLock { $0 } }
    func replay() async throws { replays.withLock { $0 += 1 } }
}

/// A service with queues that hold so many messages. With a status of the latest task it begins no other.
private struct FakeSQS {
    private let server: SocketServer
    private let names: [String]

    init(waiting: [String: Int], task: String? = nil) {
        names = waiting.keys.sorted()
        server = SocketServer { request in
            let input = try? JSON(parsing: request.text)
            switch Self.action(request) {
            case "GetQueueAttributes":
                let name = input?["QueueUrl"]?.stringValue ?? ""
                let attributes = #""ApproximateNumberOfMessages":"\#(waiting[name] ?? 0)","QueueArn":"arn:\#(name)""#
                return .init(200, "{\"Attributes\":{\(attributes)}}")
            case "StartMessageMoveTask" where task == nil: return .init(200, #"{"TaskHandle":"h"}"#)
            case "StartMessageMoveTask":
                // What AWS answers while a task runs.
                return .init(
                    400,
                    headers: [("x-amzn-query-error", "InvalidParameterValue;Sender")],
                    #"""
                    {"__type":"com.amazonaws.sqs#InvalidParameterValueException","message":"There is already a task \#
                    running. Only one active task is allowed for a source queue arn at a given time."}
                    """#
                )
            case "ListMessageMoveTasks":
                return .init(200, #"{"Results":[{"Status":"\#(task ?? "COMPLETED")"}]}"#)
            default: return nil
            }
        }
    }

    private static func action(_ request: SocketServer.Request) -> String? {
        request.headers["x-amz-target"]?.split(separator: ".").last.map(String.init)
    }

    var deadLetters: DeadLetterQueues {
        var configuration = AWSConfiguration(
            region: "eu-west-1",
            credentials: AWSCredentials(accessKeyID: "key", secretAccessKey: "secret"),
            endpoint: server.url
        )
        configuration.maximumAttempts = 1
        return DeadLetterQueues(sqs: SQS(configuration: configuration), queueURLs: names)
    }

    /// The queues whose messages it was asked to move.
    var moved: [String] {
        server.requests.filter { Self.action($0) == "StartMessageMoveTask" }
            .compactMap { try? JSON(parsing: $0.text)["SourceArn"]?.stringValue }
    }
}
