import JSON
import ServiceKit
import Wire

/// Removes a policy.
/// https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DeleteScalingPolicy.html
struct DeleteScalingPolicy: DocumentChange<ApplicationAutoScaling> {
    static let input = Shape.structure(
        [.required("PolicyName", .resourceID)] + Shape.Member.place,
        java: "DeleteScalingPolicyRequest"
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: ApplicationAutoScaling) throws(AWSError) -> JSON {
        let (place, name) = (call.place, call.text("PolicyName") ?? "")
        let (shelf, key) = (call.shelf(Kind.policy), "\(place.key)|\(name)")
        guard documents[shelf, key] != nil else { throw .noPolicy(name, place) }
        documents[shelf, key] = nil
        return [:]
    }
}
