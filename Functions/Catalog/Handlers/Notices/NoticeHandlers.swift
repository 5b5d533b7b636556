import CatalogStores
import Endpoints
import LambdaEvents
import LambdaRuntime
import ProductCatalog

/// Tells users of lower prices; subscribed to the topic. What fails is invoked again by Lambda.
struct PriceDropHandler: LambdaHandler {
    let desk: NoticeDesk

    struct Answer: Encodable {
        /// How many users have been told.
        var told = 0
    }

    func handle(_ event: SNSEvent, context: LambdaContext) async throws -> Answer {
        var answer = Answer()
        for record in event.records { answer.told += try await desk.tell(message: record.sns.message) }
        return answer
    }
}

/// Tells users of books they wanted that are rated highly; reads the queue that is subscribed to the topic.
struct RatedHighlyHandler: LambdaHandler {
    let desk: NoticeDesk

    func handle(_ event: SQSEvent, context: LambdaContext) async throws -> SQSBatchResponse {
        await InvocationLog.$logger.withValue(context.logger) { await tell(event) }
    }

    func tell(_ event: SQSEvent) async -> SQSBatchResponse {
        var failed: Set<String> = []
        for record in event.records {
            do {
                _ = try await desk.tell(message: record.body)
            } catch {
                InvocationLog.warn("The notice \(record.messageId) could not be told: \(error)")
                failed.insert(record.messageId)
            }
        }
        return SQSBatchResponse(failed: failed, of: event)
    }
}

/// Runs on a schedule: puts what waits for each user into one notice.
struct DigestHandler: LambdaHandler {
    /// Notices of one digest; with the digest itself, half of what a transaction may hold.
    static let most = 49

    let notices: any NoticeStore
    let shards: Int
    var now: @Sendable () -> Int = CatalogClock.now

    /// What a schedule sends does not matter.
    struct Event: Decodable {}

    struct Answer: Codable, Hashable {
        var digests = 0
        var notices = 0
    }

    func handle(_ event: Event, context: LambdaContext) async throws -> Answer { try await digest() }

    func digest() async throws -> Answer {
        var answer = Answer()
        for shard in 0..<shards {
            let users = Dictionary(grouping: try await notices.waiting(inShard: shard), by: \.user_id)
            for waiting in users.sorted(by: { $0.key < $1.key }).map(\.value) {
                for start in stride(from: 0, to: waiting.count, by: Self.most) {
                    let part = Array(waiting[start..<min(start + Self.most, waiting.count)])
                    guard try await notices.digest(part, now: now()) else { continue }
                    answer.digests += 1
                    answer.notices += part.count
                }
            }
        }
        return answer
    }
}
