import JSON
import ServiceKit
import Wire

/// Removes a target with its policies and scheduled actions. The capacity stays as it is.
/// https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DeregisterScalableTarget.html
struct DeregisterScalableTarget: DocumentChange<ApplicationAutoScaling> {
    static let input = Shape.structure(Shape.Member.place, java: "DeregisterScalableTargetRequest")

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: ApplicationAutoScaling) throws(AWSError) -> JSON {
        let place = call.place
        _ = try documents.target(place, orRefuse: AWSError.noTargetFound)
        documents[call.shelf(Kind.target), place.key] = nil
        for kind in [Kind.policy, Kind.action] {
            for (name, _) in documents.all(kind, of: place) { documents[call.shelf(kind), name] = nil }
        }
        return [:]
    }
}
