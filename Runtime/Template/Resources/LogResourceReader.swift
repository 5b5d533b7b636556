import JSON

/// Reads the resources of CloudWatch Logs. Values are checked when the resource is made, as those of a request are.
struct LogResourceReader: ResourceReader {
    static let types: Set = ["AWS::Logs::LogGroup", "AWS::Logs::SubscriptionFilter", "AWS::Logs::MetricFilter"]

    let resource: Resource
    let resolver: Resolver
    let fields: Fields

    func requests() -> [Application.EventRequest] {
        switch resource.type {
        case "AWS::Logs::LogGroup": group()
        case "AWS::Logs::SubscriptionFilter": subscriptionFilter()
        default: metricFilter()
        }
    }

    private var name: JSON { .string(resolver.physicalName(of: resource)) }

    private func group() -> [Application.EventRequest] {
        PropertyTable.logGroup.check(fields)
        let tags = fields.tagList("Tags").sorted { $0.key < $1.key }.map { ($0.key, JSON.string($0.value)) }
        let retention = fields.int("RetentionInDays").map { JSON($0) }
        return [
            request(
                "CreateLogGroup",
                [
                    ("logGroupName", name), ("logGroupClass", text("LogGroupClass")),
                    ("deletionProtectionEnabled", fields.bool("DeletionProtectionEnabled").map { .bool($0) }),
                    ("tags", tags.isEmpty ? nil : .object(JSON.Object(tags))),
                ]
            ),
            request(
                retention == nil ? "DeleteRetentionPolicy" : "PutRetentionPolicy",
                [("logGroupName", name), ("retentionInDays", retention)]
            ),
        ]
    }

    private func subscriptionFilter() -> [Application.EventRequest] {
        PropertyTable.subscriptionFilter.check(fields)
        return [
            request(
                "PutSubscriptionFilter",
                [
                    ("logGroupName", required("LogGroupName")), ("filterName", name),
                    ("filterPattern", required("FilterPattern")), ("destinationArn", required("DestinationArn")),
                    ("distribution", text("Distribution")),
                ]
            )
        ]
    }

    private func metricFilter() -> [Application.EventRequest] {
        PropertyTable.metricFilter.check(fields)
        if fields["MetricTransformations"] == nil { fields.missing("MetricTransformations") }
        return [
            request(
                "PutMetricFilter",
                [
                    ("logGroupName", required("LogGroupName")), ("filterName", name),
                    ("filterPattern", required("FilterPattern")),
                    ("metricTransformations", .array(fields.objects("MetricTransformations").map(transformation))),
                ]
            )
        ]
    }

    private func transformation(_ fields: Fields) -> JSON {
        fields.allow(["MetricName", "MetricNamespace", "MetricValue", "DefaultValue", "Dimensions", "Unit"])
        let dimensions = fields.tagList("Dimensions").sorted { $0.key < $1.key }.map { ($0.key, JSON.string($0.value)) }
        let members: [(String, JSON?)] = [
            ("metricName", fields.requiredString("MetricName").map { .string($0) }),
            ("metricNamespace", fields.requiredString("MetricNamespace").map { .string($0) }),
            ("metricValue", fields.requiredString("MetricValue").map { .string($0) }),
            ("defaultValue", fields.double("DefaultValue").map { JSON($0) }),
            ("dimensions", dimensions.isEmpty ? nil : .object(JSON.Object(dimensions))),
            ("unit", fields.string("Unit").map { .string($0) }),
        ]
        return .object(JSON.Object(members.compactMap { name, value in value.map { (name, $0) } }))
    }

    private func text(_ name: String) -> JSON? { fields.string(name).map { .string($0) } }

    private func required(_ name: String) -> JSON? { fields.requiredString(name).map { .string($0) } }

    private func request(_ action: String, _ members: [(String, JSON?)]) -> Application.EventRequest {
        .init(.logs, action, members, path: resource.path)
    }
}

extension PropertyTable {
    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-loggroup.html
    static let logGroup = PropertyTable(
        acted: ["LogGroupName", "RetentionInDays", "LogGroupClass", "DeletionProtectionEnabled", "Tags"],
        kept: [
            "KmsKeyId": "nothing is encrypted at rest", "ResourcePolicyDocument": "permissions are not enforced",
            "BearerTokenAuthenticationEnabled": "permissions are not enforced",
        ],
        ignored: ["DataProtectionPolicy", "FieldIndexPolicies"]
    )

    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-subscriptionfilter.html
    static let subscriptionFilter = PropertyTable(
        acted: ["LogGroupName", "FilterName", "FilterPattern", "DestinationArn", "Distribution"],
        kept: ["RoleArn": "permissions are not enforced"],
        ignored: ["ApplyOnTransformedLogs", "FieldSelectionCriteria", "EmitSystemFields"]
    )

    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-metricfilter.html
    static let metricFilter = PropertyTable(
        acted: ["LogGroupName", "FilterName", "FilterPattern", "MetricTransformations"],
        ignored: ["ApplyOnTransformedLogs", "FieldSelectionCriteria", "EmitSystemFieldDimensions"]
    )
}
