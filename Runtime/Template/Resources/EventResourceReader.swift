import JSON
import Time
import Wire

/// Reads the resources of EventBridge, its Scheduler and SNS. Values are checked when the resource is made, as those of
/// a request are.
struct EventResourceReader: ResourceReader {
    static let types: Set = [
        "AWS::Events::EventBus", "AWS::Events::Rule", "AWS::Events::Archive", "AWS::Events::Connection",
        "AWS::Events::ApiDestination", "AWS::SNS::Topic", "AWS::SNS::Subscription", "AWS::Scheduler::Schedule",
        "AWS::Scheduler::ScheduleGroup",
    ]

    let resource: Resource
    let resolver: Resolver
    let fields: Fields

    func requests() -> [Application.EventRequest] {
        switch resource.type {
        case "AWS::Events::EventBus": bus()
        case "AWS::Events::Rule": rule()
        case "AWS::Events::Archive": archive()
        case "AWS::Events::Connection": connection()
        case "AWS::Events::ApiDestination": apiDestination()
        case "AWS::SNS::Topic": topic()
        case "AWS::SNS::Subscription": subscription()
        case "AWS::Scheduler::Schedule": schedule()
        case "AWS::Scheduler::ScheduleGroup": group()
        default: []
        }
    }

    private var name: JSON { .string(resolver.physicalName(of: resource)) }

    private func request(
        _ service: Application.EventRequest.Service,
        _ action: String,
        _ members: [(String, JSON?)]
    ) -> Application.EventRequest {
        .init(service, action, members, path: resource.path)
    }

    private func json(_ name: String) -> JSON? { fields[name].flatMap { $0.isUnresolved ? nil : $0.json } }

    private var tags: JSON? {
        let tags = fields.tagList("Tags").sorted { $0.key < $1.key }
        return tags.isEmpty ? nil : .array(tags.map { ["Key": .string($0.key), "Value": .string($0.value)] })
    }

    // MARK: EventBridge

    private func bus() -> [Application.EventRequest] {
        PropertyTable.eventBus.check(fields)
        if fields["Name"] == nil { fields.missing("Name") }
        return [
            request(
                .eventBridge,
                "CreateEventBus",
                [
                    ("Name", name), ("Description", json("Description")),
                    ("DeadLetterConfig", fields.json("DeadLetterConfig", .deadLetterConfig)), ("Tags", tags),
                ]
            )
        ]
    }

    private func rule() -> [Application.EventRequest] {
        PropertyTable.rule.check(fields)
        let bus = json("EventBusName")
        var requests = [
            request(
                .eventBridge,
                "PutRule",
                [
                    ("Name", name), ("EventBusName", bus), ("EventPattern", fields.document("EventPattern")),
                    ("ScheduleExpression", json("ScheduleExpression")), ("State", json("State")),
                    ("Description", json("Description")), ("Tags", tags),
                ]
            )
        ]
        let targets = fields.list("Targets")?.filter(isDelivered).compactMap { fields.json($0, .ruleTarget) } ?? []
        if !targets.isEmpty {
            requests.append(
                request(
                    .eventBridge,
                    "PutTargets",
                    [("Rule", name), ("EventBusName", bus), ("Targets", .array(targets))]
                )
            )
        }
        return requests
    }

    /// The services that events can be delivered to here.
    private static let targets: Set = ["events", "lambda", "logs", "sns", "sqs"]

    /// Whether a target is one of them, or is for the service to refuse; the others are told of, and left out.
    private func isDelivered(_ target: TemplateValue) -> Bool {
        guard let text = target["Arn"]?.string else { return true }
        let reason: String
        if let arn = ARN(text) {
            if Self.targets.contains(arn.service) { return true }
            reason = "Hearth does not deliver events to \(arn.service)"
        } else {
            // What stands for an attribute of a resource that is not there.
            guard let other = resolver.resources[Resolver.split(text)?.resource ?? text] else { return true }
            reason = "Hearth does not emulate \(other.type)"
        }
        fields.findings.warning(target.path, "\(reason): this target gets nothing")
        return false
    }

    private func archive() -> [Application.EventRequest] {
        PropertyTable.archive.check(fields)
        return [
            request(
                .eventBridge,
                "CreateArchive",
                [
                    ("ArchiveName", name), ("EventSourceArn", json("SourceArn")), ("Description", json("Description")),
                    ("EventPattern", fields.document("EventPattern")),
                    ("RetentionDays", fields.int("RetentionDays").map { JSON($0) }),
                ]
            )
        ]
    }

    private func connection() -> [Application.EventRequest] {
        PropertyTable.connection.check(fields)
        for name in ["AuthorizationType", "AuthParameters"] where fields[name] == nil { fields.missing(name) }
        return [
            request(
                .eventBridge,
                "CreateConnection",
                [
                    ("Name", name), ("Description", json("Description")),
                    ("AuthorizationType", json("AuthorizationType")),
                    ("AuthParameters", json("AuthParameters").map(Self.truths)),
                    ("KmsKeyIdentifier", json("KmsKeyIdentifier")),
                ]
            )
        ]
    }

    /// Templates may write booleans as texts.
    private static func truths(_ parameters: JSON) -> JSON {
        switch parameters {
        case .array(let values): .array(values.map(truths))
        case .object(let object):
            .object(
                JSON.Object(
                    object.members.map { member in
                        let truth = ["true": true, "false": false][member.value.stringValue?.lowercased() ?? ""]
                        let isTruth = member.key == "IsValueSecret" && truth != nil
                        return (member.key, isTruth ? .bool(truth == true) : truths(member.value))
                    }
                )
            )
        default: parameters
        }
    }

    private func apiDestination() -> [Application.EventRequest] {
        PropertyTable.apiDestination.check(fields)
        for name in ["ConnectionArn", "InvocationEndpoint", "HttpMethod"] where fields[name] == nil {
            fields.missing(name)
        }
        return [
            request(
                .eventBridge,
                "CreateApiDestination",
                [
                    ("Name", name), ("Description", json("Description")), ("ConnectionArn", json("ConnectionArn")),
                    ("InvocationEndpoint", json("InvocationEndpoint")), ("HttpMethod", json("HttpMethod")),
                    (
                        "InvocationRateLimitPerSecond",
                        fields.int("InvocationRateLimitPerSecond", in: 1...Int.max).map { JSON($0) }
                    ),
                ]
            )
        ]
    }

    // MARK: SNS

    private func topic() -> [Application.EventRequest] {
        PropertyTable.topic.check(fields)
        let isFIFO = fields.bool("FifoTopic") ?? false
        let attributes: JSON = isFIFO ? ["FifoTopic": "true"] : [:]
        var requests = [request(.sns, "CreateTopic", [("Name", name), ("Attributes", attributes), ("Tags", tags)])]
        let arn = resolver.emulator.account.arn("sns", name.stringValue ?? "").description
        for attribute in ["DisplayName", "KmsMasterKeyId", "SignatureVersion", "TracingConfig", "FifoThroughputScope"] {
            guard let value = json(attribute) else { continue }
            requests.append(set(attribute, value, of: arn))
        }
        if let flag = fields.bool("ContentBasedDeduplication") {
            requests.append(set("ContentBasedDeduplication", .string("\(flag)"), of: arn))
        }
        for subscription in fields.objects("Subscription") {
            subscription.allow(["Protocol", "Endpoint"])
            requests.append(
                request(
                    .sns,
                    "Subscribe",
                    [
                        ("TopicArn", .string(arn)), ("Protocol", subscription["Protocol"]?.json),
                        ("Endpoint", subscription["Endpoint"]?.json),
                    ]
                )
            )
        }
        return requests
    }

    private func set(_ attribute: String, _ value: JSON, of arn: String) -> Application.EventRequest {
        request(
            .sns,
            "SetTopicAttributes",
            [
                ("TopicArn", .string(arn)), ("AttributeName", .string(attribute)),
                ("AttributeValue", .string(value.stringValue ?? value.text)),
            ]
        )
    }

    private func subscription() -> [Application.EventRequest] {
        PropertyTable.subscription.check(fields)
        if json("Protocol") == "firehose" {
            fields.findings.warning(
                resource.path,
                "Hearth does not deliver to firehose: this subscription gets nothing"
            )
            return []
        }
        var attributes = JSON.Object()
        if let flag = fields.bool("RawMessageDelivery") { attributes["RawMessageDelivery"] = .string("\(flag)") }
        attributes["FilterPolicy"] = fields.document("FilterPolicy")
        attributes["RedrivePolicy"] = fields.document("RedrivePolicy", .subscriptionRedrivePolicy)
        attributes["DeliveryPolicy"] = fields.document("DeliveryPolicy", .deliveryPolicy)
        attributes["FilterPolicyScope"] = json("FilterPolicyScope")
        return [
            request(
                .sns,
                "Subscribe",
                [
                    ("TopicArn", json("TopicArn")), ("Protocol", json("Protocol")), ("Endpoint", json("Endpoint")),
                    ("Attributes", .object(attributes)),
                ]
            )
        ]
    }

    // MARK: Scheduler

    private func schedule() -> [Application.EventRequest] {
        PropertyTable.schedule.check(fields)
        return [
            request(
                .scheduler,
                "CreateSchedule",
                [
                    ("Name", name), ("GroupName", json("GroupName")),
                    ("ScheduleExpression", json("ScheduleExpression")),
                    ("ScheduleExpressionTimezone", json("ScheduleExpressionTimezone")), ("State", json("State")),
                    ("StartDate", ScheduleDate.json(fields, "StartDate")),
                    ("EndDate", ScheduleDate.json(fields, "EndDate")), ("Description", json("Description")),
                    ("FlexibleTimeWindow", fields.json("FlexibleTimeWindow", .flexibleTimeWindow)),
                    ("Target", fields.json("Target", .scheduleTarget)),
                ]
            )
        ]
    }

    private func group() -> [Application.EventRequest] {
        PropertyTable.scheduleGroup.check(fields)
        return [request(.scheduler, "CreateScheduleGroup", [("Name", name), ("Tags", tags)])]
    }
}

/// Dates of schedules: texts in templates, seconds in requests.
enum ScheduleDate {
    static func json(_ fields: Fields, _ name: String) -> JSON? {
        guard let text = fields.string(name) else { return nil }
        guard let moment = Timestamp(iso8601: text) else {
            fields.findings.error(fields.path(of: name), "must be a date like 2026-11-21T03:04:05Z, not \"\(text)\"")
            return nil
        }
        return JSON(moment.secondsSinceEpoch)
    }
}

extension PropertyTable {
    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-eventbus.html
    static let eventBus = PropertyTable(
        acted: ["Name", "Description", "Tags"],
        kept: [
            "DeadLetterConfig": "it takes events that cannot be decrypted, and nothing is encrypted",
            "KmsKeyIdentifier": "nothing is encrypted at rest", "Policy": "permissions are not enforced",
        ],
        ignored: ["LogConfig"],
        refused: ["EventSourceName": "there are no partners"]
    )

    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-rule.html
    static let rule = PropertyTable(
        acted: [
            "Name", "EventBusName", "EventPattern", "ScheduleExpression", "State", "Description", "Targets", "Tags",
        ],
        kept: ["RoleArn": "permissions are not enforced"]
    )

    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-archive.html
    static let archive = PropertyTable(
        acted: ["ArchiveName", "SourceArn", "Description", "EventPattern", "RetentionDays"],
        kept: ["KmsKeyIdentifier": "nothing is encrypted at rest"]
    )

    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-connection.html
    static let connection = PropertyTable(
        acted: ["Name", "Description", "AuthorizationType", "AuthParameters", "KmsKeyIdentifier"],
        refused: ["InvocationConnectivityParameters": "there are no private networks here"]
    )

    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-apidestination.html
    static let apiDestination = PropertyTable(
        acted: [
            "Name", "Description", "ConnectionArn", "InvocationEndpoint", "HttpMethod", "InvocationRateLimitPerSecond",
        ]
    )

    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topic.html
    static let topic = PropertyTable(
        acted: [
            "TopicName", "DisplayName", "FifoTopic", "ContentBasedDeduplication", "FifoThroughputScope",
            "SignatureVersion", "Subscription", "Tags",
        ],
        kept: [
            "KmsMasterKeyId": "nothing is encrypted at rest", "TracingConfig": "traces are not collected",
        ],
        ignored: ["ArchivePolicy", "DataProtectionPolicy", "DeliveryStatusLogging"]
    )

    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-subscription.html
    static let subscription = PropertyTable(
        acted: [
            "TopicArn", "Protocol", "Endpoint", "RawMessageDelivery", "FilterPolicy", "FilterPolicyScope",
            "RedrivePolicy", "DeliveryPolicy",
        ],
        kept: ["Region": "all topics are on this machine", "SubscriptionRoleArn": "permissions are not enforced"],
        ignored: ["ReplayPolicy"]
    )

    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-scheduler-schedule.html
    static let schedule = PropertyTable(
        acted: [
            "Name", "GroupName", "ScheduleExpression", "ScheduleExpressionTimezone", "State", "StartDate", "EndDate",
            "Description", "FlexibleTimeWindow", "Target",
        ],
        kept: ["KmsKeyArn": "nothing is encrypted at rest"]
    )

    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-scheduler-schedulegroup.html
    static let scheduleGroup = PropertyTable(acted: ["Name", "Tags"])
}
