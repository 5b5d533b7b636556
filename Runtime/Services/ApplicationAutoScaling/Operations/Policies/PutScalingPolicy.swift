import JSON
import ServiceKit
import Wire

/// Makes a policy, or replaces the one of its name. Functions and tables have policies of target tracking alone, as on
/// AWS; the texts of what is not supported are Hearth's own.
/// https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html
struct PutScalingPolicy: DocumentChange<ApplicationAutoScaling> {
    static let input = Shape.structure(
        [.required("PolicyName", .string(length: 1...256, pattern: .policyName))] + Shape.Member.place + [
            .optional(
                "PolicyType",
                .string(values: ["PredictiveScaling", "StepScaling", "TargetTrackingScaling"])
            ), .optional("StepScalingPolicyConfiguration", .stepScaling),
            .optional("TargetTrackingScalingPolicyConfiguration", .targetTracking),
            .optional(
                "PredictiveScalingPolicyConfiguration",
                .structure([], java: "PredictiveScalingPolicyConfiguration")
            ),
        ],
        java: "PutScalingPolicyRequest"
    )

    /// https://docs.aws.amazon.com/general/latest/gr/as-app.html
    private static let policiesPerTarget = 50

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: ApplicationAutoScaling) throws(AWSError) -> JSON {
        let place = call.place
        try place.check()
        _ = try documents.target(place, orRefuse: AWSError.noTargetRegistered)
        let configuration = try configuration(place, service)
        let (name, shelf) = (call.text("PolicyName") ?? "", call.shelf(Kind.policy))
        let key = "\(place.key)|\(name)"
        try checkOthers(documents.all(Kind.policy, of: place).filter { $0.name != key }.map(\.document), configuration)
        let ids = NamedIDs.scalableTarget(place.key)
        let resource =
            "scalingPolicy:\(ids.inPolicies):resource/\(place.namespace)/\(place.resource):policyName/\(name)"
        let arn = JSON.string(call.account.arn("autoscaling", resource).description)
        documents[shelf, key] = JSON.Object(
            [("PolicyARN", arn), ("PolicyName", .string(name))] + place.members + [
                ("PolicyType", "TargetTrackingScaling"),
                ("TargetTrackingScalingPolicyConfiguration", .object(configuration)), ("Alarms", []),
                ("CreationTime", documents[shelf, key]?["CreationTime"] ?? call.timestamp),
            ]
        )
        return ["PolicyARN": arn, "Alarms": []]
    }

    private func configuration(
        _ place: TargetPlace,
        _ service: ApplicationAutoScaling
    ) throws(AWSError) -> JSON.Object {
        let type = call.text("PolicyType") ?? "StepScaling"
        guard type == "TargetTrackingScaling" else {
            throw .validation("Policy type \(type) is not supported for service namespace \(place.namespace).")
        }
        guard let configuration = call["TargetTrackingScalingPolicyConfiguration"]?.objectValue else {
            throw .validation("TargetTrackingScalingPolicyConfiguration must be specified for policy type \(type).")
        }
        guard place.function != nil else {
            _ = try TrackingPolicy.specifications(configuration)
            return configuration
        }
        if case .queries(let queries) = try TrackingPolicy(configuration).metric {
            try service.metrics.check(queries)
        }
        return configuration
    }

    private func checkOthers(_ others: [JSON.Object], _ configuration: JSON.Object) throws(AWSError) {
        guard others.count < Self.policiesPerTarget else {
            throw .limitExceeded("A scalable target has at most \(Self.policiesPerTarget) scaling policies.")
        }
        let isTracked = others.contains { other in
            let tracked = other["TargetTrackingScalingPolicyConfiguration"]
            return ["PredefinedMetricSpecification", "CustomizedMetricSpecification"]
                .contains { tracked?[$0]?.nonNull != nil && tracked?[$0] == configuration[$0] }
        }
        guard !isTracked else {
            throw .validation("Only one TargetTrackingScaling policy for a given metric specification is allowed.")
        }
    }
}
