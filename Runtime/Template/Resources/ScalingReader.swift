import JSON

/// Reads scalable targets and scaling policies. Values are checked when the resource is made, as those of a request are.
struct ScalingReader: ResourceReader {
    static let types: Set = [
        "AWS::ApplicationAutoScaling::ScalableTarget", "AWS::ApplicationAutoScaling::ScalingPolicy",
    ]

    let resource: Resource
    let resolver: Resolver
    let fields: Fields

    func requests() -> [Application.EventRequest] {
        resource.type == "AWS::ApplicationAutoScaling::ScalableTarget" ? target() : policy()
    }

    // MARK: Targets

    private func target() -> [Application.EventRequest] {
        PropertyTable.scalableTarget.check(fields)
        let names = ["ServiceNamespace", "ResourceId", "ScalableDimension"].map { fields.requiredString($0) }
        guard let namespace = names[0], let resourceID = names[1], let dimension = names[2] else { return [] }
        let id = ScalableTargetID(namespace: namespace, resource: resourceID, dimension: dimension)
        guard isEmulated(id) else { return [] }
        if namespace == "dynamodb" {
            let reason = "tables have no limits of capacity"
            fields.findings.note(resource.path, "this target and its policies have no effect here: \(reason)")
        }
        for name in ["MinCapacity", "MaxCapacity"] where fields[name] == nil { fields.missing(name) }
        var members = self.members(id)
        members += [
            ("MinCapacity", fields.int("MinCapacity", in: 0...Int(Int32.max)).map { JSON($0) }),
            ("MaxCapacity", fields.int("MaxCapacity", in: 0...Int(Int32.max)).map { JSON($0) }),
            ("RoleARN", fields.string("RoleARN").map { .string($0) }), ("SuspendedState", suspendedState),
        ]
        return [request("RegisterScalableTarget", members)]
            + fields.objects("ScheduledActions").map { action($0, of: id) }
    }

    /// Others have nothing here that could be scaled.
    private func isEmulated(_ id: ScalableTargetID) -> Bool {
        if ["lambda", "dynamodb"].contains(id.namespace) { return true }
        let message = "Hearth scales the provisioned concurrency of functions alone: this has no effect"
        fields.findings.warning(resource.path, message)
        return false
    }

    private var suspendedState: JSON? {
        guard let state = fields.object("SuspendedState") else { return nil }
        let names = ["DynamicScalingInSuspended", "DynamicScalingOutSuspended", "ScheduledScalingSuspended"]
        state.allow(names)
        return .object(JSON.Object(names.compactMap { name in state.bool(name).map { (name, .bool($0)) } }))
    }

    private func action(_ action: Fields, of id: ScalableTargetID) -> Application.EventRequest {
        action.allow([
            "ScheduledActionName", "Schedule", "Timezone", "StartTime", "EndTime", "ScalableTargetAction",
        ])
        let bounds = action.object("ScalableTargetAction")
        bounds?.allow(["MinCapacity", "MaxCapacity"])
        let change = ["MinCapacity", "MaxCapacity"].compactMap { name in
            bounds?.int(name, in: 0...Int(Int32.max)).map { (name, JSON($0)) }
        }
        return request(
            "PutScheduledAction",
            members(id) + [
                ("ScheduledActionName", action.requiredString("ScheduledActionName").map { .string($0) }),
                ("Schedule", action.requiredString("Schedule").map { .string($0) }),
                ("Timezone", action.string("Timezone").map { .string($0) }),
                ("StartTime", ScheduleDate.json(action, "StartTime")),
                ("EndTime", ScheduleDate.json(action, "EndTime")),
                ("ScalableTargetAction", bounds == nil ? nil : .object(JSON.Object(change))),
            ]
        )
    }

    // MARK: Policies

    private func policy() -> [Application.EventRequest] {
        PropertyTable.scalingPolicy.check(fields)
        guard let name = fields.requiredString("PolicyName"), let type = fields.requiredString("PolicyType") else {
            return []
        }
        guard let id = ScalableTargetID(of: { fields.string($0) }) else {
            fields.findings.error(
                resource.path,
                "a policy names its target by ScalingTargetId, or by ServiceNamespace, ResourceId and ScalableDimension"
            )
            return []
        }
        guard isEmulated(id) else { return [] }
        return [
            request(
                "PutScalingPolicy",
                [("PolicyName", .string(name)), ("PolicyType", .string(type))] + members(id) + [
                    ("TargetTrackingScalingPolicyConfiguration", tracking)
                ]
            )
        ]
    }

    private var tracking: JSON? {
        guard let tracking = fields.object("TargetTrackingScalingPolicyConfiguration") else { return nil }
        tracking.allow([
            "TargetValue", "PredefinedMetricSpecification", "CustomizedMetricSpecification", "ScaleOutCooldown",
            "ScaleInCooldown", "DisableScaleIn",
        ])
        if tracking["TargetValue"] == nil { tracking.missing("TargetValue") }
        let members: [(String, JSON?)] = [
            ("TargetValue", tracking.double("TargetValue").map { JSON($0) }),
            ("PredefinedMetricSpecification", tracking["PredefinedMetricSpecification"]?.json),
            ("CustomizedMetricSpecification", tracking["CustomizedMetricSpecification"]?.json),
            ("ScaleOutCooldown", tracking.int("ScaleOutCooldown").map { JSON($0) }),
            ("ScaleInCooldown", tracking.int("ScaleInCooldown").map { JSON($0) }),
            ("DisableScaleIn", tracking.bool("DisableScaleIn").map { .bool($0) }),
        ]
        return .object(JSON.Object(members.compactMap { name, value in value.map { (name, $0) } }))
    }

    private func members(_ id: ScalableTargetID) -> [(String, JSON?)] {
        [
            ("ServiceNamespace", .string(id.namespace)), ("ResourceId", .string(id.resource)),
            ("ScalableDimension", .string(id.dimension)),
        ]
    }

    private func request(_ action: String, _ members: [(String, JSON?)]) -> Application.EventRequest {
        .init(.applicationAutoScaling, action, members, path: resource.path)
    }
}

extension PropertyTable {
    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-applicationautoscaling-scalabletarget.html
    static let scalableTarget = PropertyTable(
        acted: [
            "ServiceNamespace", "ResourceId", "ScalableDimension", "MinCapacity", "MaxCapacity", "SuspendedState",
            "ScheduledActions", "RoleARN",
        ]
    )

    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-applicationautoscaling-scalingpolicy.html
    static let scalingPolicy = PropertyTable(
        acted: [
            "PolicyName", "PolicyType", "ScalingTargetId", "ServiceNamespace", "ResourceId", "ScalableDimension",
            "TargetTrackingScalingPolicyConfiguration",
        ],
        refused: [
            "StepScalingPolicyConfiguration": "functions and tables have policies of target tracking alone",
            "PredictiveScalingPolicyConfiguration": "functions and tables have policies of target tracking alone",
        ]
    )
}
