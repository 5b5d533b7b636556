import CatalogStores
import Endpoints
import JSON
import LambdaEvents
import LambdaRuntime
import ProductCatalog

/// Tells users of what the topic of notices says.
///
/// Lower prices come in bursts: they wait in a queue, of which `notice-price-drops` takes ten at a time. High ratings
/// are few: the topic invokes `notice-ratings` with each. Where that fails for good, Lambda puts the whole event into a
/// queue of its own, and it comes again from there.
struct NoticeHandler: LambdaHandler {
    let desk: NoticeDesk
    let rejected: any RejectedMessages

    enum Event: Decodable {
        case topic(SNSEvent)
        case queue(SQSEvent)

        init(from decoder: any Decoder) throws {
            if let event = try? SNSEvent(from: decoder) {
                self = .topic(event)
            } else {
                self = .queue(try SQSEvent(from: decoder))
            }
        }
    }

    /// What fails is thrown to the topic's event, so that Lambda tries it again, and answered to the queue's.
    func handle(_ event: Event, context: LambdaContext) async throws -> SQSBatchResponse {
        try await InvocationLog.$logger.withValue(context.logger) {
            switch event {
            case .topic(let event):
                try await tell(event)
                return SQSBatchResponse()
            case .queue(let event): return await tell(event)
            }
        }
    }

    func tell(_ event: SQSEvent) async -> SQSBatchResponse {
        var failed: Set<String> = []
        for record in event.records {
            do {
                if let event = try? JSONCoder.decode(SNSEvent.self, from: record.body) {
                    try await tell(event)
                } else {
                    try await tell(message: record.body)
                }
            } catch {
                InvocationLog.warn("The notice \(record.messageId) could not be told: \(error)")
                failed.insert(record.messageId)
            }
        }
        return SQSBatchResponse(failed: failed, of: event)
    }

    func tell(_ event: SNSEvent) async throws {
        for record in event.records { try await tell(message: record.sns.message) }
    }

    private func tell(message: String) async throws {
        let notice: ProductNotice
        do {
            notice = try JSONCoder.decode(ProductNotice.self, from: message)
        } catch {
            InvocationLog.warn("A message is rejected, it is no notice: \(error)")
            return try await rejected.add(message, reason: "no notice: \(error)")
        }
        _ = try await desk.tell(notice)
    }
}

extension NoticeHandler {
    /// The tables and the queue that the environment names.
    init(_ names: CatalogNames) throws {
        self.init(desk: try NoticeDesk(names), rejected: try RejectedQueue(names))
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
