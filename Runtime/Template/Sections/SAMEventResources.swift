import JSON

/// The resources that SAM makes of a function's events and of its `EventInvokeConfig`: those that a template may refer to,
/// and the queues and topics that it leaves SAM to make.
///
/// https://github.com/aws/serverless-application-model/blob/develop/docs/internals/generated_resources.rst
struct SAMEventResources {
    private let function: Resource
    private let declared: [Resource]

    init(of function: Resource, _ declared: [Resource]) {
        self.function = function
        self.declared = declared
    }

    var resources: [Resource] {
        (function.properties["Events"]?.members ?? []).flatMap(resources) + destinations
    }

    // MARK: Events

    private func resources(of event: TemplateValue.Member) -> [Resource] {
        let id = function.logicalID + event.key
        let properties = event.value["Properties"]
        switch event.value["Type"]?.string {
        case "Schedule":
            return [made(id, "AWS::Events::Rule", ["Name": properties?["Name"]])] + deadLetters(id, properties)
        case "CloudWatchEvent", "EventBridgeRule":
            let names = ["Name": properties?["RuleName"], "EventBusName": properties?["EventBusName"]]
            return [made(id, "AWS::Events::Rule", names)] + deadLetters(id, properties)
        case "ScheduleV2":
            return [made(id, "AWS::Scheduler::Schedule", ["Name": properties?["Name"]])] + deadLetters(id, properties)
        case "SNS":
            return [made(id, "AWS::SNS::Subscription", [:])] + subscribedQueue(id, properties)
        case "SQS", "DynamoDB": return [made(id, "AWS::Lambda::EventSourceMapping", [:])]
        case "CloudWatchLogs": return [made(id, "AWS::Logs::SubscriptionFilter", [:])]
        default: return []
        }
    }

    /// The queue of a `DeadLetterConfig` that names none.
    static func deadLetterQueue(ofEvent id: String, _ config: TemplateValue) -> String? {
        guard config["Arn"] == nil, config["Type"]?.string == "SQS" else { return nil }
        return config["QueueLogicalId"]?.string ?? "\(id)Queue"
    }

    private func deadLetters(_ id: String, _ properties: TemplateValue?) -> [Resource] {
        let queue = properties?["DeadLetterConfig"].flatMap { Self.deadLetterQueue(ofEvent: id, $0) }
        return queue.map { [made($0, "AWS::SQS::Queue", [:])] } ?? []
    }

    /// The queue that stands between topic and function where `SqsSubscription` is true.
    static func subscribedQueue(ofEvent id: String) -> String { "\(id)Queue" }

    private func subscribedQueue(_ id: String, _ properties: TemplateValue?) -> [Resource] {
        guard properties?["SqsSubscription"]?.scalarText?.lowercased() == "true" else { return [] }
        let topic = declared.first { $0.logicalID == properties?["Topic"]?["Ref"]?.string }
        let isFIFO = ["FifoQueue": topic?.properties["FifoTopic"]]
        return [made(Self.subscribedQueue(ofEvent: id), "AWS::SQS::Queue", isFIFO)]
    }

    // MARK: Destinations

    /// What SAM makes for a destination of `EventInvokeConfig` that names none: `OnSuccess` or `OnFailure`, of the type
    /// `SQS` or `SNS`.
    static func destination(of function: String, _ condition: String, type: String?) -> (id: String, type: String)? {
        let id = "\(function)EventInvokeConfig\(condition)"
        switch type {
        case "SQS": return ("\(id)Queue", "AWS::SQS::Queue")
        case "SNS": return ("\(id)Topic", "AWS::SNS::Topic")
        default: return nil
        }
    }

    private var destinations: [Resource] {
        let config = function.properties["EventInvokeConfig"]?["DestinationConfig"]
        return ["OnSuccess", "OnFailure"].compactMap { condition in
            guard let destination = config?[condition], destination["Destination"] == nil else { return nil }
            let type = destination["Type"]?.string
            return Self.destination(of: function.logicalID, condition, type: type).map { made($0.id, $0.type, [:]) }
        }
    }

    // MARK: State machines

    /// Rules and schedules that start a state machine, each with its role. They are not made here, but may be referred to.
    static func ofStateMachine(_ machine: Resource) -> [Resource] {
        let types = [
            "Schedule": "AWS::Events::Rule", "CloudWatchEvent": "AWS::Events::Rule",
            "EventBridgeRule": "AWS::Events::Rule", "ScheduleV2": "AWS::Scheduler::Schedule",
        ]
        let maker = SAMEventResources(of: machine, [])
        return (machine.properties["Events"]?.members ?? []).flatMap { event -> [Resource] in
            guard let type = event.value["Type"]?.string.flatMap({ types[$0] }) else { return [] }
            let id = machine.logicalID + event.key
            let properties = event.value["Properties"]
            let role = properties?["RoleArn"] == nil ? [maker.made("\(id)Role", "AWS::IAM::Role", [:])] : []
            return [maker.made(id, type, ["Name": properties?["Name"]])] + role
        }
    }

    /// It is there when the function is.
    private func made(_ id: String, _ type: String, _ properties: [String: TemplateValue?]) -> Resource {
        let members = properties.compactMap { name, value in value.map { TemplateValue.Member(key: name, value: $0) } }
        let value = TemplateValue(function.path, .object(members))
        var resource = Resource(id, type: type, properties: value, path: function.path)
        resource.condition = function.condition
        return resource
    }
}
