import JSON

/// Reads an `AWS::CloudWatch::Alarm`. Values are checked when the alarm is made, as those of a request are.
struct AlarmReader: ResourceReader {
    let resource: Resource
    let resolver: Resolver
    let fields: Fields

    private static let texts = [
        "AlarmDescription", "MetricName", "Namespace", "Statistic", "ExtendedStatistic", "Unit", "ComparisonOperator",
        "TreatMissingData", "EvaluateLowSampleCountPercentile",
    ]
    private static let numbers = ["Period", "EvaluationPeriods", "DatapointsToAlarm"]
    private static let actions = ["OKActions", "AlarmActions", "InsufficientDataActions"]

    func request() -> Application.EventRequest {
        PropertyTable.alarm.check(fields)
        var members: [(String, JSON?)] = [("AlarmName", .string(resolver.physicalName(of: resource)))]
        for name in ["ComparisonOperator", "EvaluationPeriods"] where fields[name] == nil { fields.missing(name) }
        members += Self.texts.map { name in (name, fields.string(name).map { .string($0) }) }
        members += Self.numbers.map { name in (name, fields.int(name).map { JSON($0) }) }
        members += Self.actions.map { name in (name, fields.strings(name).map { .array($0.map { .string($0) }) }) }
        members.append(("Threshold", fields.double("Threshold").map { JSON($0) }))
        members.append(("ActionsEnabled", fields.bool("ActionsEnabled").map { .bool($0) }))
        members.append(("Dimensions", fields["Dimensions"] == nil ? nil : dimensions(fields)))
        if fields["Metrics"] != nil { members.append(("Metrics", .array(fields.objects("Metrics").map(query)))) }
        let tags = fields.tagList("Tags").sorted { $0.key < $1.key }
        if !tags.isEmpty {
            members.append(("Tags", .array(tags.map { ["Key": .string($0.key), "Value": .string($0.value)] })))
        }
        return .init(.cloudWatch, "PutMetricAlarm", members, path: resource.path)
    }

    /// A metric or an expression, as `GetMetricData` takes them.
    private func query(_ fields: Fields) -> JSON {
        fields.allow(["Id", "Expression", "Label", "MetricStat", "Period", "ReturnData", "AccountId"])
        let members: [(String, JSON?)] = [
            ("Id", fields.requiredString("Id").map { .string($0) }),
            ("Expression", fields.string("Expression").map { .string($0) }),
            ("Label", fields.string("Label").map { .string($0) }),
            ("MetricStat", fields.object("MetricStat").map(statistic)),
            ("Period", fields.int("Period").map { JSON($0) }),
            ("ReturnData", fields.bool("ReturnData").map { .bool($0) }),
            ("AccountId", fields.string("AccountId").map { .string($0) }),
        ]
        return present(members)
    }

    private func statistic(_ fields: Fields) -> JSON {
        fields.allow(["Metric", "Period", "Stat", "Unit"])
        let metric = fields.object("Metric").map { metric in
            metric.allow(["Namespace", "MetricName", "Dimensions"])
            return present([
                ("Namespace", metric.string("Namespace").map { .string($0) }),
                ("MetricName", metric.string("MetricName").map { .string($0) }),
                ("Dimensions", metric["Dimensions"] == nil ? nil : dimensions(metric)),
            ])
        }
        return present([
            ("Metric", metric), ("Period", fields.int("Period").map { JSON($0) }),
            ("Stat", fields.string("Stat").map { .string($0) }), ("Unit", fields.string("Unit").map { .string($0) }),
        ])
    }

    private func dimensions(_ fields: Fields) -> JSON {
        .array(
            fields.objects("Dimensions").map { dimension in
                dimension.allow(["Name", "Value"])
                return present([
                    ("Name", dimension.requiredString("Name").map { .string($0) }),
                    ("Value", dimension.requiredString("Value").map { .string($0) }),
                ])
            }
        )
    }

    private func present(_ members: [(String, JSON?)]) -> JSON {
        .object(JSON.Object(members.compactMap { name, value in value.map { (name, $0) } }))
    }
}

extension PropertyTable {
    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarm.html
    static let alarm = PropertyTable(
        acted: [
            "AlarmName", "AlarmDescription", "ActionsEnabled", "OKActions", "AlarmActions", "InsufficientDataActions",
            "MetricName", "Namespace", "Statistic", "ExtendedStatistic", "Dimensions", "Period", "Unit",
            "EvaluationPeriods", "DatapointsToAlarm", "Threshold", "ComparisonOperator", "TreatMissingData",
            "EvaluateLowSampleCountPercentile", "Metrics", "Tags",
        ],
        refused: [
            "ThresholdMetricId": "there is no anomaly detection", "EvaluationCriteria": "alarms watch metrics alone",
            "EvaluationInterval": "alarms are looked at when a period ends",
        ]
    )
}
