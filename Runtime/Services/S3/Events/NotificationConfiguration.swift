import JSON
import Wire

/// Whom a bucket tells of what happens to its objects.
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-enable-disable-notification-intro.html
struct NotificationConfiguration: Sendable, Hashable {
    struct Rule: Sendable, Hashable {
        var id: String
        var destination: ARN
        /// As `s3:ObjectCreated:*`.
        var events: [String]
        var prefix = ""
        var suffix = ""

        func wants(_ event: ObjectEvent) -> Bool {
            let name = "s3:\(event.kind.rawValue)"
            return events.contains { Self.covers($0, name) } && event.key.utf8.starts(with: prefix.utf8)
                && event.key.utf8.reversed().starts(with: suffix.utf8.reversed())
        }

        /// Whether what one pattern says is in what the other says.
        fileprivate static func covers(_ pattern: String, _ name: String) -> Bool {
            pattern == name || pattern.hasSuffix("*") && name.utf8.starts(with: pattern.dropLast().utf8)
        }

        /// Whether one key could be for both.
        fileprivate func overlaps(_ other: Rule) -> Bool {
            let shared = events.contains { mine in
                other.events.contains { Self.covers(mine, $0) || Self.covers($0, mine) }
            }
            let (long, short) =
                prefix.utf8.count > other.prefix.utf8.count ? (prefix, other.prefix) : (other.prefix, prefix)
            let (end, shortEnd) =
                suffix.utf8.count > other.suffix.utf8.count ? (suffix, other.suffix) : (other.suffix, suffix)
            return shared && long.utf8.starts(with: short.utf8)
                && end.utf8.reversed().starts(with: shortEnd.utf8.reversed())
        }
    }

    private(set) var rules: [Rule] = []
    private(set) var tellsEventBridge = false

    /// The kinds of destinations: their elements, what names one, and the service of its ARN.
    private static let kinds = [
        (element: "TopicConfiguration", member: "Topic", service: "sns"),
        (element: "QueueConfiguration", member: "Queue", service: "sqs"),
        (element: "CloudFunctionConfiguration", member: "CloudFunction", service: "lambda"),
    ]

    /// What there is to be told of, here or on AWS.
    private static let names: Set = [
        "s3:ReducedRedundancyLostObject", "s3:ObjectCreated:*", "s3:ObjectCreated:Put", "s3:ObjectCreated:Post",
        "s3:ObjectCreated:Copy", "s3:ObjectCreated:CompleteMultipartUpload", "s3:ObjectRemoved:*",
        "s3:ObjectRemoved:Delete", "s3:ObjectRemoved:DeleteMarkerCreated", "s3:ObjectRestore:*",
        "s3:ObjectRestore:Post",
        "s3:ObjectRestore:Completed", "s3:ObjectRestore:Delete", "s3:Replication:*",
        "s3:Replication:OperationFailedReplication", "s3:Replication:OperationNotTracked",
        "s3:Replication:OperationMissedThreshold", "s3:Replication:OperationReplicatedAfterThreshold",
        "s3:LifecycleTransition", "s3:IntelligentTiering", "s3:ObjectAcl:Put", "s3:LifecycleExpiration:*",
        "s3:LifecycleExpiration:Delete", "s3:LifecycleExpiration:DeleteMarkerCreated", "s3:ObjectTagging:*",
        "s3:ObjectTagging:Put", "s3:ObjectTagging:Delete",
    ]

    init() {}

    /// `newID` names rules that have no name.
    init(_ xml: XMLElement, newID: () -> String) throws(AWSError) {
        for element in xml.children {
            if element.name == "EventBridgeConfiguration" {
                tellsEventBridge = true
            } else if let kind = Self.kinds.first(where: { $0.element == element.name }) {
                rules.append(try Self.rule(element, kind.member, kind.service, newID))
            } else {
                throw .malformedXML
            }
        }
        for (place, rule) in rules.enumerated() where rules[..<place].contains(where: rule.overlaps) {
            throw AWSError(
                "InvalidArgument",
                400,
                "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are "
                    + "overlapping for the same event type."
            )
        }
    }

    private static func rule(
        _ element: XMLElement,
        _ member: String,
        _ service: String,
        _ newID: () -> String
    ) throws(AWSError) -> Rule {
        guard let text = element.text(member) else { throw .malformedXML }
        guard let destination = ARN(text), destination.service == service else {
            throw .invalidArgument("The ARN is not well formed", member, text)
        }
        if destination.resource.hasSuffix(".fifo") {
            throw .invalidArgument("FIFO \(service.uppercased()) destinations are not supported", member, text)
        }
        let events = element.all("Event").map(\.text)
        guard !events.isEmpty else { throw .malformedXML }
        for event in events where !names.contains(event) {
            throw AWSError("InvalidArgument", 400, "A specified event is not supported for notifications: \(event)")
        }
        var rule = Rule(
            id: element.text("Id").flatMap { $0.isEmpty ? nil : $0 } ?? newID(),
            destination: destination,
            events: events
        )
        for filter in element["Filter"]?["S3Key"]?.all("FilterRule") ?? [] {
            try add(filter, to: &rule)
        }
        return rule
    }

    private static func add(_ filter: XMLElement, to rule: inout Rule) throws(AWSError) {
        let value = filter.text("Value") ?? ""
        switch filter.text("Name")?.lowercased() {
        case "prefix": rule.prefix = value
        case "suffix": rule.suffix = value
        default:
            throw AWSError("InvalidArgument", 400, "filter rule name must be either prefix or suffix")
        }
    }

    /// As `GetBucketNotificationConfiguration` tells it.
    var xml: XMLElement {
        var root = XMLElement("NotificationConfiguration")
        for rule in rules {
            guard let kind = Self.kinds.first(where: { $0.service == rule.destination.service }) else { continue }
            var element = XMLElement(kind.element)
            element.children.append(XMLElement("Id", rule.id))
            element.children.append(XMLElement(kind.member, rule.destination.description))
            element.children += rule.events.map { XMLElement("Event", $0) }
            let filters = [("Prefix", rule.prefix), ("Suffix", rule.suffix)].filter { !$0.1.isEmpty }.map {
                XMLElement("FilterRule", "", [XMLElement("Name", $0.0), XMLElement("Value", $0.1)])
            }
            if !filters.isEmpty {
                element.children.append(XMLElement("Filter", "", [XMLElement("S3Key", "", filters)]))
            }
            root.children.append(element)
        }
        if tellsEventBridge { root.children.append(XMLElement("EventBridgeConfiguration")) }
        return root
    }
}
