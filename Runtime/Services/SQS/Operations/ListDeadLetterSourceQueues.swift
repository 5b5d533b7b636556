import JSON
import ServiceKit
import Storage
import Wire

/// Names the queues whose redrive policy names this one.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListDeadLetterSourceQueues.html
struct ListDeadLetterSourceQueues: CatalogueQuery {
    static let input = Shape.request([.queueURL] + QueuePage.members)
    static let output = Shape.request([
        .optional("queueUrls", .texts).flattened("QueueUrl"), .optional("NextToken", .text),
    ])

    private let queueKey: QueueKey
    private let page: QueuePage
    private let base: String

    init(_ input: JSON.Object, _ service: SQS) throws(AWSError) { try self.init(input, [:], service) }

    init(_ input: JSON.Object, _ headers: HTTPHeaders, _ service: SQS) throws(AWSError) {
        var key = try service.queueKey(input)
        key.region = service.region(headers)
        queueKey = key
        page = try QueuePage(input)
        base = service.base(headers)
    }

    func reply(_ service: SQS) throws -> [UInt8] {
        let sources = service.catalogue.sources(of: try service.queue(queueKey))
        return page.reply(sources, "queueUrls", base, keepsEmpty: true)
    }
}
