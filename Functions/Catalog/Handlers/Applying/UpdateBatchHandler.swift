import AWSClient
import CatalogStores
import Endpoints
import LambdaEvents
import LambdaRuntime

/// Applies what comes out of the queue of updates.
struct UpdateBatchHandler: LambdaHandler {
    let batch: UpdateBatch

    init(_ service: CatalogService) throws {
        batch = UpdateBatch(
            store: service.store,
            cache: service.cache,
            breaker: service.breaker,
            rejected: try RejectedQueue(service.names),
            notices: SNSNotices(sns: try SNS(), topicARN: try service.names.name("NOTICES_TOPIC_ARN"))
        )
    }

    func handle(_ event: SQSEvent, context: LambdaContext) async throws -> SQSBatchResponse {
        await InvocationLog.$logger.withValue(context.logger) {
            let failed = await batch.apply(event.records.map { .init(id: $0.messageId, body: $0.body) })
            return SQSBatchResponse(failed: failed, of: event)
        }
    }
}

extension SQSBatchResponse {
    /// The messages of these ids, in their order.
    init(failed: Set<String>, of event: SQSEvent) {
        let ids = event.records.map(\.messageId).filter(failed.contains)
        self.init(batchItemFailures: ids.map { ItemFailure(itemIdentifier: $0) })
    }
}
