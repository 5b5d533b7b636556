import JSON
import Wire

/// Reads the events of a function that a rule, schedule, topic or log group gives it: what SAM makes of them.
/// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-eventsource.html
struct FunctionEventReader {
    static let types = ["EventBridgeRule", "CloudWatchEvent", "Schedule", "ScheduleV2", "SNS", "CloudWatchLogs", "S3"]

    let fields: Fields
    let resolver: Resolver
    let function: Application.Function
    /// The event's name.
    let name: String

    func requests(type: String) -> [Application.EventRequest] {
        switch type {
        case "Schedule": scheduledRule()
        case "ScheduleV2": schedule()
        case "SNS": subscription()
        case "CloudWatchLogs": subscriptionFilter()
        case "S3": bucketNotification()
        default: rule()
        }
    }

    /// Schedules of EventBridge Scheduler have a role instead.
    func permission(type: String) -> Application.FunctionPermission? {
        let account = resolver.emulator.account
        let source: (principal: String, arn: String?)
        switch type {
        case "ScheduleV2": return nil
        case "SNS" where fields["SqsSubscription"].map({ $0.scalarText?.lowercased() != "false" }) == true: return nil
        case "S3": source = ("s3.amazonaws.com", fields.string("Bucket").map { "arn:aws:s3:::\($0)" })
        case "SNS": source = ("sns.amazonaws.com", fields.string("Topic"))
        case "CloudWatchLogs":
            let group = fields.string("LogGroupName")
            source = ("logs.amazonaws.com", group.map { account.arn("logs", "log-group:\($0):*").description })
        default:
            let rule = fields.string(type == "Schedule" ? "Name" : "RuleName") ?? "\(function.logicalID)\(name)"
            let bus = fields.string("EventBusName").map(ResourceKind.ruleFolder) ?? ""
            source = ("events.amazonaws.com", account.arn("events", "rule/\(bus)\(rule)").description)
        }
        return source.arn.map {
            Application.FunctionPermission(
                "\(function.logicalID)\(name)Permission",
                of: function.name,
                function.autoPublishAlias,
                for: source.principal,
                $0,
                path: fields.path
            )
        }
    }

    private var arn: JSON {
        .string(resolver.emulator.account.arn("lambda", "function:\(function.qualifiedName)").description)
    }

    /// What SAM calls the resource that it makes.
    private var generatedName: JSON { .string("\(function.logicalID)\(name)") }

    private func json(_ name: String) -> JSON? { fields[name].flatMap { $0.isUnresolved ? nil : $0.json } }

    private func request(
        _ service: Application.EventRequest.Service,
        _ action: String,
        _ members: [(String, JSON?)]
    ) -> Application.EventRequest {
        .init(service, action, members, path: fields.path)
    }

    private var state: JSON? {
        if fields["State"] != nil && fields["Enabled"] != nil {
            fields.findings.error(fields.path, "State and Enabled Properties cannot both be specified.")
        }
        return json("State") ?? fields.bool("Enabled").map { $0 ? "ENABLED" : "DISABLED" }
    }

    /// `{Arn}`, of the queue that SAM makes where the template says `{Type: SQS}`.
    private var deadLetterConfig: JSON? {
        guard let config = fields.object("DeadLetterConfig") else { return nil }
        config.allow(["Arn", "Type", "QueueLogicalId"])
        switch (config["Arn"], config["Type"]) {
        case (let arn?, nil): return ["Arn": arn.json]
        case (nil, let type?) where type.string == "SQS":
            let queue = SAMEventResources.deadLetterQueue(ofEvent: function.logicalID + name, config.value)
            return queue.flatMap(arn(ofQueue:)).map { ["Arn": .string($0)] }
        case (nil, let type?):
            config.findings.error(type.path, "The only valid value for 'Type' property of DeadLetterConfig is 'SQS'.")
        case (.some, .some):
            config.findings.error(config.path, "You can either define 'Arn' or 'Type' property of DeadLetterConfig.")
        case (nil, nil):
            config.findings.error(config.path, "No 'Arn' or 'Type' property provided for DeadLetterConfig.")
        }
        return nil
    }

    private func arn(ofQueue logicalID: String) -> String? { resolver.resources[logicalID].flatMap(resolver.arn) }

    private func target(_ id: String) -> JSON {
        let members: [(String, JSON?)] = [
            ("Id", .string(id)), ("Arn", arn), ("Input", json("Input")), ("InputPath", json("InputPath")),
            ("InputTransformer", fields.json("InputTransformer", .inputTransformer)),
            ("DeadLetterConfig", deadLetterConfig), ("RetryPolicy", fields.json("RetryPolicy", .retryPolicy)),
        ]
        return .object(JSON.Object(members.compactMap { name, value in value.map { (name, $0) } }))
    }

    private func rule() -> [Application.EventRequest] {
        PropertyTable.ruleEvent.check(fields)
        if fields["Pattern"] == nil { fields.missing("Pattern") }
        let (rule, bus) = (json("RuleName") ?? generatedName, json("EventBusName"))
        let pattern = json("Pattern").map { JSON.string($0.text) }
        let named = fields.json("Target", .object(["Id": .text]))?["Id"]?.stringValue
        let id = named ?? "\(function.logicalID)\(name)LambdaTarget"
        return [
            request(
                .eventBridge,
                "PutRule",
                [("Name", rule), ("EventBusName", bus), ("EventPattern", pattern), ("State", state)]
            ),
            request(
                .eventBridge,
                "PutTargets",
                [("Rule", rule), ("EventBusName", bus), ("Targets", [target(id)])]
            ),
        ]
    }

    private func scheduledRule() -> [Application.EventRequest] {
        PropertyTable.scheduleEvent.check(fields)
        if fields["Schedule"] == nil { fields.missing("Schedule") }
        let rule = json("Name") ?? generatedName
        return [
            request(
                .eventBridge,
                "PutRule",
                [
                    ("Name", rule), ("ScheduleExpression", json("Schedule")), ("Description", json("Description")),
                    ("State", state),
                ]
            ),
            request(
                .eventBridge,
                "PutTargets",
                [("Rule", rule), ("Targets", [target("\(function.logicalID)\(name)LambdaTarget")])]
            ),
        ]
    }

    private func schedule() -> [Application.EventRequest] {
        PropertyTable.scheduleV2Event.check(fields)
        if fields["ScheduleExpression"] == nil { fields.missing("ScheduleExpression") }
        var target = JSON.Object([
            ("Arn", arn), ("RoleArn", .string("arn:aws:iam::\(resolver.emulator.account.id):role/hearth")),
        ])
        target["Input"] = json("Input")
        target["RetryPolicy"] = fields.json("RetryPolicy", .retryPolicy)
        target["DeadLetterConfig"] = deadLetterConfig
        return [
            request(
                .scheduler,
                "CreateSchedule",
                [
                    ("Name", json("Name") ?? generatedName), ("GroupName", json("GroupName")),
                    ("ScheduleExpression", json("ScheduleExpression")),
                    ("ScheduleExpressionTimezone", json("ScheduleExpressionTimezone")), ("State", state),
                    ("StartDate", ScheduleDate.json(fields, "StartDate")),
                    ("EndDate", ScheduleDate.json(fields, "EndDate")), ("Description", json("Description")),
                    (
                        "FlexibleTimeWindow",
                        fields.json("FlexibleTimeWindow", .flexibleTimeWindow) ?? ["Mode": "OFF"]
                    ),
                    ("Target", .object(target)),
                ]
            )
        ]
    }

    /// SAM adds to the bucket's configuration, so that the template must have the bucket.
    private func bucketNotification() -> [Application.EventRequest] {
        PropertyTable.bucketEvent.check(fields)
        let events =
            fields["Events"]?.elements == nil ? fields.requiredString("Events").map { [$0] } : fields.strings("Events")
        guard let bucket = fields.requiredString("Bucket"), let events else { return [] }
        let names = resolver.resources.all(ofType: "AWS::S3::Bucket").map { resolver.physicalName(of: $0) }
        guard names.contains(bucket) else {
            fields.findings.error(
                fields.path(of: "Bucket"),
                "S3 events must reference an S3 bucket in the same template."
            )
            return []
        }
        let rules = events.map {
            BucketReader.rule(events: [$0], destination: arn.stringValue ?? "", filter: fields.object("Filter"))
        }
        return [
            request(
                .s3,
                "PutBucketNotificationConfiguration",
                [("Bucket", .string(bucket)), ("LambdaConfigurations", .array(rules))]
            )
        ]
    }

    private func subscription() -> [Application.EventRequest] {
        PropertyTable.topicEvent.check(fields)
        if fields["Topic"] == nil { fields.missing("Topic") }
        var attributes = JSON.Object()
        attributes["FilterPolicy"] = json("FilterPolicy").map { .string($0.text) }
        attributes["RedrivePolicy"] = fields.document("RedrivePolicy", .subscriptionRedrivePolicy)
        attributes["FilterPolicyScope"] = json("FilterPolicyScope")
        let queue = subscribedQueue
        return [
            request(
                .sns,
                "Subscribe",
                [
                    ("TopicArn", json("Topic")), ("Protocol", queue == nil ? "lambda" : "sqs"),
                    ("Endpoint", queue.map { .string($0.arn) } ?? arn), ("Attributes", .object(attributes)),
                ]
            )
        ]
    }

    /// The queue of `SqsSubscription`, which takes what the topic sends and gives it to the function in batches: one that
    /// SAM makes, or the one that the template names. `nil` where the topic invokes the function itself.
    private var subscribedQueue: (arn: String, batchSize: Int)? {
        guard let subscription = fields["SqsSubscription"] else { return nil }
        guard subscription.members != nil else {
            guard fields.bool("SqsSubscription") == true else { return nil }
            return arn(ofQueue: SAMEventResources.subscribedQueue(ofEvent: function.logicalID + name)).map { ($0, 10) }
        }
        guard let named = fields.object("SqsSubscription") else { return nil }
        PropertyTable.queueSubscription.check(named)
        if named["QueueArn"] == nil || named["QueueUrl"] == nil {
            named.findings.error(named.path, "No QueueARN or QueueURL provided.")
        }
        return named.string("QueueArn").map { ($0, named.int("BatchSize", in: 1...10_000) ?? 10) }
    }

    /// What polls the queue of `SqsSubscription`.
    func eventSourceMapping(type: String) -> Application.EventSourceMapping? {
        guard type == "SNS", let queue = subscribedQueue else { return nil }
        return Application.EventSourceMapping(
            logicalID: "\(function.logicalID)\(name)EventSourceMapping",
            request: JSON.Object([
                ("FunctionName", .string(function.qualifiedName)), ("EventSourceArn", .string(queue.arn)),
                ("BatchSize", JSON(queue.batchSize)), ("Enabled", true),
            ]),
            path: fields.path
        )
    }

    private func subscriptionFilter() -> [Application.EventRequest] {
        PropertyTable.logsEvent.check(fields)
        let (group, pattern) = (fields.requiredString("LogGroupName"), fields.requiredString("FilterPattern"))
        return [
            request(
                .logs,
                "PutSubscriptionFilter",
                [
                    ("logGroupName", group.map { .string($0) }), ("filterName", generatedName),
                    ("filterPattern", pattern.map { .string($0) }), ("destinationArn", arn),
                ]
            )
        ]
    }
}

extension PropertyTable {
    /// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-cloudwatchlogs.html
    static let logsEvent = PropertyTable(acted: ["LogGroupName", "FilterPattern"])

    /// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-eventbridgerule.html
    static let ruleEvent = PropertyTable(
        acted: [
            "Pattern", "EventBusName", "Input", "InputPath", "InputTransformer", "DeadLetterConfig", "RetryPolicy",
            "RuleName", "State", "Enabled", "Target",
        ]
    )

    /// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-schedule.html
    static let scheduleEvent = PropertyTable(
        acted: ["Schedule", "Name", "Description", "Enabled", "State", "Input", "DeadLetterConfig", "RetryPolicy"]
    )

    /// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-schedulev2.html
    static let scheduleV2Event = PropertyTable(
        acted: [
            "ScheduleExpression", "ScheduleExpressionTimezone", "Name", "GroupName", "Description", "State", "Input",
            "StartDate", "EndDate", "FlexibleTimeWindow", "DeadLetterConfig", "RetryPolicy",
        ],
        kept: [
            "KmsKeyArn": "nothing is encrypted at rest", "RoleArn": "permissions are not enforced",
            "PermissionsBoundary": "permissions are not enforced",
            "OmitName": "a schedule here always has a name",
        ]
    )

    /// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-sns.html
    static let topicEvent = PropertyTable(
        acted: ["Topic", "FilterPolicy", "FilterPolicyScope", "RedrivePolicy", "SqsSubscription"],
        kept: ["Region": "all topics are on this machine"]
    )

    /// As in SAM's own translation, the mapping is enabled whatever `Enabled` says.
    /// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-sqssubscriptionobject.html
    static let queueSubscription = PropertyTable(
        acted: ["QueueArn", "BatchSize"],
        kept: [
            "QueueUrl": "queues are known by their ARNs", "QueuePolicyLogicalId": notEnforced,
            "Enabled": "SAM enables the mapping in any case",
        ]
    )
}
