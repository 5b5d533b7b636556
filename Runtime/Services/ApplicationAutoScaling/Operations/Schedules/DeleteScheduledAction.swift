import JSON
import ServiceKit
import Wire

/// Removes a scheduled action.
/// https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DeleteScheduledAction.html
struct DeleteScheduledAction: DocumentChange<ApplicationAutoScaling> {
    static let input = Shape.structure(
        [
            .required("ServiceNamespace", .serviceNamespace), .required("ScheduledActionName", .resourceID),
            .required("ResourceId", .resourceID), .required("ScalableDimension", .scalableDimension),
        ],
        java: "DeleteScheduledActionRequest"
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: ApplicationAutoScaling) throws(AWSError) -> JSON {
        let (place, name) = (call.place, call.text("ScheduledActionName") ?? "")
        let (shelf, key) = (call.shelf(Kind.action), "\(place.key)|\(name)")
        guard documents[shelf, key] != nil else { throw .noAction(name, place) }
        documents[shelf, key] = nil
        return [:]
    }
}
