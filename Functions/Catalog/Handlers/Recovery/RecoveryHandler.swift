import CatalogStores
import Endpoints
import LambdaRuntime
import ProductCatalog

/// Runs on a schedule: when the store answers again, it closes the breaker, and puts back into the queues what had to
/// leave them meanwhile. Messages in the dead-letter queues are all well-formed, so each will be applied or told.
///
/// Only the table of products is asked. Where those of wishes and notices do not answer, what was put back becomes a
/// dead letter again, and is put back again: nothing is lost by that, for whatever is moved is a new message to SQS,
/// whose days in the queues begin anew.
struct RecoveryHandler: LambdaHandler {
    let store: any ProductStore
    let breaker: BreakerGuard
    let deadLetters: any DeadLetters

    /// What a schedule sends does not matter.
    struct Event: Decodable {}

    struct Answer: Codable, Hashable {
        var breaker: CircuitBreaker.State
        var dead_letters: Int
        var replays: Bool
    }

    func handle(_ event: Event, context: LambdaContext) async throws -> Answer {
        let answer = try await recover()
        if answer != Answer(breaker: .closed, dead_letters: 0, replays: false) {
            context.logger.info(
                "recovery",
                metadata: [
                    "breaker": "\(answer.breaker.rawValue)", "dead_letters": "\(answer.dead_letters)",
                    "replays": "\(answer.replays)",
                ]
            )
        }
        return answer
    }

    func recover() async throws -> Answer {
        let count = try await deadLetters.count()
        let before = await breaker.state()
        // Nothing is asked while all is well.
        guard before != .closed || count > 0 else {
            return Answer(breaker: .closed, dead_letters: 0, replays: false)
        }
        do {
            try await breaker.ask { try await store.probe() }
        } catch is StoreOutage {
            return Answer(breaker: await breaker.state(), dead_letters: count, replays: false)
        }
        if count > 0 { try await deadLetters.replay() }
        return Answer(breaker: .closed, dead_letters: count, replays: count > 0)
    }
}

extension RecoveryHandler {
    init(_ service: CatalogService) throws {
        self.init(
            store: service.store,
            breaker: service.breaker,
            deadLetters: try DeadLetterQueues(service.names)
        )
    }
}
