import AWSClient
import JSON
import ProductCatalog

/// Where notices of products go.
protocol NoticeTopic: Sendable {
    /// Hands over up to ten notices and returns which of them, by index, were not taken.
    func publish(_ notices: [ProductNotice]) async throws -> Set<Int>
}

/// A topic, whose subscribers choose by attributes: `notice` is the kind, `category` the product's, and `percent` says
/// by how much a price fell.
struct SNSNotices: NoticeTopic {
    let sns: SNS
    let topicARN: String

    func publish(_ notices: [ProductNotice]) async throws -> Set<Int> {
        let entries = try notices.enumerated().map { index, notice in
            SNS.PublishBatchRequestEntry(
                id: String(index),
                message: String(decoding: try JSONCoder.encode(notice), as: UTF8.self),
                messageAttributes: Self.attributes(notice)
            )
        }
        let output = try await sns.publishBatch(.init(topicARN: topicARN, entries: entries))
        return Set(notices.indices).subtracting(output.successful.compactMap { Int($0.id) })
    }

    private static func attributes(_ notice: ProductNotice) -> [String: MessageAttributeValue] {
        var attributes: [String: MessageAttributeValue] = ["notice": .string(notice.notice.rawValue)]
        if let category = notice.category { attributes["category"] = .string(category) }
        if let percent = notice.percent { attributes["percent"] = .number(percent) }
        return attributes
    }
}
