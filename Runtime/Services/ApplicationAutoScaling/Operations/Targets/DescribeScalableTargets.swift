import JSON
import ServiceKit
import Wire

/// Lists targets in the order of their resources; up to 50 at a time.
/// https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalableTargets.html
struct DescribeScalableTargets: DocumentQuery<ApplicationAutoScaling> {
    static let input = Shape.structure(
        [.required("ServiceNamespace", .serviceNamespace), .optional("ResourceIds", .resourceIDs)] + Shape.Member.list,
        java: "DescribeScalableTargetsRequest"
    )

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: ApplicationAutoScaling) throws(AWSError) -> JSON {
        let resources = (call["ResourceIds"]?.arrayValue ?? []).compactMap(\.stringValue)
        let targets = documents.all(call.shelf(Kind.target)) { _, target in
            target.isAskedFor(by: call) && (resources.isEmpty || resources.contains(target.text("ResourceId") ?? ""))
        }
        let shown = targets.map { name, target in
            (
                name: name,
                value: JSON.object(
                    target.picking(
                        "ServiceNamespace",
                        "ResourceId",
                        "ScalableDimension",
                        "MinCapacity",
                        "MaxCapacity",
                        "RoleARN",
                        "CreationTime",
                        "SuspendedState",
                        "ScalableTargetARN"
                    )
                )
            )
        }
        return try call.page(shown, "ScalableTargets")
    }
}
