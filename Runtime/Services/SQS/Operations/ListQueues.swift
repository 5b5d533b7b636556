import FoundationEssentials
import JSON
import ServiceKit
import Storage
import Wire

/// Names up to 1,000 queues, in the order of their names.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueues.html
struct ListQueues: CatalogueQuery {
    static let input = Shape.request([.optional("QueueNamePrefix", .text)] + QueuePage.members)
    static let output = Shape.request([
        .optional("QueueUrls", .texts).flattened("QueueUrl"), .optional("NextToken", .text),
    ])

    private let prefix: String
    private let region: String
    private let page: QueuePage
    private let base: String

    init(_ input: JSON.Object, _ service: SQS) throws(AWSError) { try self.init(input, [:], service) }

    init(_ input: JSON.Object, _ headers: HTTPHeaders, _ service: SQS) throws(AWSError) {
        prefix = input["QueueNamePrefix"]?.stringValue ?? ""
        region = service.region(headers)
        page = try QueuePage(input)
        base = service.base(headers)
    }

    func reply(_ service: SQS) -> [UInt8] {
        page.reply(service.catalogue.all(in: region).filter { $0.name.hasPrefix(prefix) }, "QueueUrls", base)
    }
}

/// A part of a list of queues, which a token continues.
struct QueuePage: Sendable {
    static let members: [Shape.Member] = [.optional("NextToken", .text), .optional("MaxResults", .integer)]

    private let after: String
    private let limit: Int?

    init(_ input: JSON.Object) throws(AWSError) {
        limit = try input.integer("MaxResults")
        if let limit, !Limits.queuesOfPage.contains(limit) {
            throw .invalidParameter(
                "Value for parameter MaxResults is invalid. Reason: MaxResults must be an integer between 1 and 1000."
            )
        }
        guard let token = input["NextToken"]?.nonNull?.stringValue else {
            after = ""
            return
        }
        guard let bytes = Data(base64Encoded: token) else {
            throw .invalidParameter("Value for parameter NextToken is invalid. Reason: Invalid or expired next token.")
        }
        after = String(decoding: bytes, as: UTF8.self)
    }

    /// A list without an end tells of it only to clients that have asked for pages.
    func reply(_ queues: [Queue], _ name: String, _ base: String, keepsEmpty: Bool = false) -> [UInt8] {
        let rest = queues.filter { $0.name > after }
        let shown = rest.prefix(limit ?? Limits.queuesOfPage.upperBound)
        var reply = JSON.Object()
        if !shown.isEmpty || keepsEmpty { reply[name] = .array(shown.map { .string($0.url(base)) }) }
        if limit != nil, shown.count < rest.count, let last = shown.last {
            reply["NextToken"] = .string(Data(last.name.utf8).base64EncodedString())
        }
        return JSON.object(reply).bytes
    }
}
