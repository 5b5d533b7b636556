import JSON
import ServiceKit
import Storage
import Wire

/// Tells the address of a queue.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueUrl.html
struct GetQueueUrl: CatalogueQuery {
    static let input = Shape.request([.required("QueueName", .text), .optional("QueueOwnerAWSAccountId", .text)])
    static let output = Shape.request([.optional("QueueUrl", .text)])

    private let key: QueueKey
    private let owner: String?
    private let base: String

    init(_ input: JSON.Object, _ service: SQS) throws(AWSError) { try self.init(input, [:], service) }

    init(_ input: JSON.Object, _ headers: HTTPHeaders, _ service: SQS) throws(AWSError) {
        let name = input["QueueName"]?.stringValue ?? ""
        key = QueueKey(region: service.region(headers), name: name)
        try QueueName.check(name, isFIFO: name.hasSuffix(".fifo"))
        owner = input["QueueOwnerAWSAccountId"]?.nonNull?.stringValue
        base = service.base(headers)
    }

    func reply(_ service: SQS) throws -> [UInt8] {
        guard owner == nil || owner == service.context.account.id else { throw AWSError.noSuchQueue }
        let queue = try service.queue(key)
        return JSON.object(JSON.Object([("QueueUrl", .string(queue.url(base)))])).bytes
    }
}
