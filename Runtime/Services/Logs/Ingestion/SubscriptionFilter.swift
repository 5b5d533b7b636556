import Compression
import FoundationEssentials
import JSON
import ServiceKit
import Wire

/// Hands the events of a group that match a pattern to a function.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
struct SubscriptionFilter: Sendable {
    static let kind = "subscription"
    /// Whom functions have to let in.
    static let principal = "logs.amazonaws.com"

    static func source(_ group: String, _ account: AWSAccount) -> ARN { account.arn("logs", "log-group:\(group):*") }

    struct Settings: Sendable, Codable {
        var pattern: String
        var destinationARN: String
        var roleARN: String?
        var distribution: String
        /// Milliseconds since 1970.
        var created: Int64
    }

    var name: String
    var group: String
    var settings: Settings
    private let pattern: FilterPattern

    /// Throws for a pattern that is none.
    init(name: String, group: String, settings: Settings) throws(FilterPatternError) {
        self.name = name
        self.group = group
        self.settings = settings
        pattern = try FilterPattern(settings.pattern)
    }

    var json: JSON {
        var object = JSON.Object([
            ("filterName", .string(name)), ("logGroupName", .string(group)),
            ("filterPattern", .string(settings.pattern)), ("destinationArn", .string(settings.destinationARN)),
            ("distribution", .string(settings.distribution)), ("applyOnTransformedLogs", false),
            ("creationTime", JSON(settings.created)),
        ])
        object["roleArn"] = settings.roleARN.map { .string($0) }
        return .object(object)
    }

    func deliver(_ lines: [AppendedBatch.Line], of batch: AppendedBatch, _ context: ServiceContext) {
        let events = lines.filter { pattern.matches($0.text) }.map { line -> JSON in
            [
                "id": .string(line.position.id), "timestamp": JSON(line.position.timestamp),
                "message": .string(line.text),
            ]
        }
        guard !events.isEmpty, let destination = ARN(settings.destinationARN),
            let event = Self.event(data(events, batch, context.account))
        else { return }
        let delivery = Delivery(
            payload: event,
            principal: Self.principal,
            source: Self.source(group, context.account)
        )
        // AWS retries for a day and then gives up in silence; an asynchronous invocation is kept once it is taken.
        context.deliveries.deliver(delivery, to: destination) { _ in }
    }

    private func data(_ events: [JSON], _ batch: AppendedBatch, _ account: AWSAccount) -> JSON {
        [
            "messageType": "DATA_MESSAGE", "owner": .string(account.id), "logGroup": .string(group),
            "logStream": .string(batch.stream), "subscriptionFilters": [.string(name)], "logEvents": .array(events),
        ]
    }

    /// The event of the function: the data as JSON, compressed and in base64.
    private static func event(_ data: JSON) -> [UInt8]? {
        guard let compressed = try? Compression.gzip.compress(data.bytes) else { return nil }
        let event: JSON = ["awslogs": ["data": .string(Data(compressed).base64EncodedString())]]
        return event.bytes
    }
}
