import JSON

/// Reads an `AWS::CloudWatch::CompositeAlarm`. Its rule is read when the alarm is made, as that of a request is.
struct CompositeAlarmReader {
    private let resource: Resource
    private let name: String
    private let fields: Fields

    init?(_ resource: Resource, _ resolver: Resolver) {
        guard let properties = resolver.properties(of: resource),
            let fields = Fields(properties, at: resource.path / "Properties", resolver.findings)
        else { return nil }
        self.resource = resource
        self.fields = fields
        name = resolver.physicalName(of: resource)
    }

    func request() -> Application.EventRequest {
        PropertyTable.compositeAlarm.check(fields)
        var members: [(String, JSON?)] = [
            ("AlarmName", .string(name)), ("AlarmRule", fields.requiredString("AlarmRule").map { .string($0) }),
            ("ActionsEnabled", fields.bool("ActionsEnabled").map { .bool($0) }),
        ]
        members += ["AlarmDescription", "ActionsSuppressor"].map { name in
            (name, fields.string(name).map { .string($0) })
        }
        members += ["ActionsSuppressorWaitPeriod", "ActionsSuppressorExtensionPeriod"].map { name in
            (name, fields.int(name).map { JSON($0) })
        }
        members += ["OKActions", "AlarmActions", "InsufficientDataActions"].map { name in
            (name, fields.strings(name).map { .array($0.map { .string($0) }) })
        }
        let tags = fields.tagList("Tags").sorted { $0.key < $1.key }
        if !tags.isEmpty {
            members.append(("Tags", .array(tags.map { ["Key": .string($0.key), "Value": .string($0.value)] })))
        }
        return .init(.cloudWatch, "PutCompositeAlarm", members, path: resource.path)
    }
}

extension PropertyTable {
    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-compositealarm.html
    static let compositeAlarm = PropertyTable(
        acted: [
            "AlarmName", "AlarmRule", "AlarmDescription", "ActionsEnabled", "OKActions", "AlarmActions",
            "InsufficientDataActions", "ActionsSuppressor", "ActionsSuppressorWaitPeriod",
            "ActionsSuppressorExtensionPeriod", "Tags",
        ]
    )
}

extension [Application.EventRequest] {
    /// With composite alarms after those that their rules name.
    var withChildrenFirst: Self {
        var rest = filter { $0.action == "PutCompositeAlarm" }
        var ordered = filter { $0.action != "PutCompositeAlarm" }
        while let next = rest.firstIndex(where: { alarm in !rest.contains { alarm.names($0) } }) {
            ordered.append(rest.remove(at: next))
        }
        return ordered + rest
    }
}

extension Application.EventRequest {
    fileprivate func names(_ alarm: Self) -> Bool {
        guard path != alarm.path, let name = alarm.request["AlarmName"]?.stringValue else { return false }
        return ["AlarmRule", "ActionsSuppressor"].compactMap { request[$0]?.stringValue }.contains { text in
            text.contains("\"\(name)\"") || text.split { "()\",: ".contains($0) }.contains { $0 == name }
        }
    }
}
