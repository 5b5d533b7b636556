/// Reads a function's `Events`.
struct EventsReader {
    let resolver: Resolver

    /// Those that make routes. The others that SAM knows are reported as not delivered.
    func apiEvents(of function: Application.Function, in properties: Fields) -> [APIEvent] {
        (properties.object("Events")?.value.members ?? []).compactMap { member in
            guard let event = Fields(member.value, at: member.value.path, resolver.findings),
                let type = event.requiredString("Type")
            else { return nil }
            event.allow(["Type", "Properties"])
            guard let kind = APIEvent.Kind(rawValue: type) else {
                let isRead =
                    EventSourceMappingReader.eventTypes[type] != nil || FunctionEventReader.types.contains(type)
                if !isRead { report(type, event) }
                return nil
            }
            return Fields(event["Properties"], at: event.path / "Properties", resolver.findings)
                .flatMap {
                    APIEventReader(kind: kind, name: member.key, fields: $0, resolver: resolver).event(of: function)
                }
        }
    }

    /// Those that give the function what a queue or stream holds.
    func eventSourceMappings(
        of function: Application.Function,
        in properties: Fields
    ) -> [Application.EventSourceMapping] {
        (properties.object("Events")?.value.members ?? []).compactMap { member in
            guard let event = Fields(member.value, at: member.value.path, resolver.findings),
                let type = event.string("Type"),
                let fields = Fields(event["Properties"], at: event.path / "Properties", resolver.findings)
            else { return nil }
            guard EventSourceMappingReader.eventTypes[type] == nil else {
                return EventSourceMappingReader(fields)
                    .mapping(function.logicalID + member.key, type: type, of: function.qualifiedName)
            }
            return FunctionEventReader(fields: fields, resolver: resolver, function: function, name: member.key)
                .eventSourceMapping(type: type)
        }
    }

    /// What SAM adds to the function's policy, so that rules, topics and log groups may invoke it.
    func permissions(of function: Application.Function, in properties: Fields) -> [Application.FunctionPermission] {
        (properties.object("Events")?.value.members ?? []).compactMap { member in
            guard let event = Fields(member.value, at: member.value.path, resolver.findings),
                let type = event.string("Type"), FunctionEventReader.types.contains(type),
                let fields = Fields(event["Properties"], at: event.path / "Properties", resolver.findings)
            else { return nil }
            return FunctionEventReader(fields: fields, resolver: resolver, function: function, name: member.key)
                .permission(type: type)
        }
    }

    /// What makes the rules, schedules and subscriptions that give the function events.
    func eventRequests(of function: Application.Function, in properties: Fields) -> [Application.EventRequest] {
        (properties.object("Events")?.value.members ?? []).flatMap { member -> [Application.EventRequest] in
            guard let event = Fields(member.value, at: member.value.path, resolver.findings),
                let type = event.string("Type"), FunctionEventReader.types.contains(type),
                let fields = Fields(event["Properties"], at: event.path / "Properties", resolver.findings)
            else { return [] }
            return FunctionEventReader(fields: fields, resolver: resolver, function: function, name: member.key)
                .requests(type: type)
        }
    }

    /// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-eventsource.html
    private static let otherTypes = [
        "AlexaSkill", "CloudWatchEvent", "CloudWatchLogs", "Cognito", "DocumentDB", "DynamoDB", "EventBridgeRule",
        "IoTRule", "Kinesis", "MQ", "MSK", "S3", "Schedule", "ScheduleV2", "SelfManagedKafka", "SNS", "SQS",
    ]

    private func report(_ type: String, _ event: Fields) {
        if Self.otherTypes.contains(type) {
            resolver.findings.warning(event.path, "Hearth does not deliver \(type) events: this one invokes nothing")
        } else {
            resolver.findings.error(
                event.path(of: "Type"),
                "unknown event type \(type)",
                remedy: Spelling.remedy(for: type, among: Self.otherTypes + APIEvent.Kind.allCases.map(\.rawValue))
            )
        }
    }
}
