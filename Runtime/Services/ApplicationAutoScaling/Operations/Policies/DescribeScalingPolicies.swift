import JSON
import ServiceKit
import Wire

/// Lists policies in the order of their resources and names; up to 50 at a time. They have no alarms: target tracking
/// looks at what it needs by itself.
/// https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalingPolicies.html
struct DescribeScalingPolicies: DocumentQuery<ApplicationAutoScaling> {
    static let input = Shape.structure(
        [
            .optional("PolicyNames", .resourceIDs), .required("ServiceNamespace", .serviceNamespace),
            .optional("ResourceId", .resourceID),
        ] + Shape.Member.list,
        java: "DescribeScalingPoliciesRequest"
    )

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: ApplicationAutoScaling) throws(AWSError) -> JSON {
        let names = (call["PolicyNames"]?.arrayValue ?? []).compactMap(\.stringValue)
        let policies = documents.all(call.shelf(Kind.policy)) { _, policy in
            policy.isAskedFor(by: call) && (names.isEmpty || names.contains(policy.text("PolicyName") ?? ""))
        }
        return try call.page(policies.map { (name: $0.name, value: .object($0.document)) }, "ScalingPolicies")
    }
}
