import JSON
import ServiceKit
import Time
import Wire

/// Makes a scheduled action, or changes what the request names of one; start and end times that it does not name are gone.
/// https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScheduledAction.html
struct PutScheduledAction: DocumentChange<ApplicationAutoScaling> {
    static let input = Shape.structure(
        [
            .required("ServiceNamespace", .serviceNamespace), .optional("Schedule", .resourceID),
            .optional("Timezone", .resourceID),
            .required("ScheduledActionName", .string(length: 1...256, pattern: .scheduledActionName)),
            .required("ResourceId", .resourceID), .required("ScalableDimension", .scalableDimension),
            .optional("StartTime", .timestamp), .optional("EndTime", .timestamp),
            .optional("ScalableTargetAction", .targetAction),
        ],
        java: "PutScheduledActionRequest"
    )

    /// https://docs.aws.amazon.com/general/latest/gr/as-app.html
    private static let actionsPerTarget = 200

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: ApplicationAutoScaling) throws(AWSError) -> JSON {
        let place = call.place
        try place.check()
        _ = try documents.target(place, orRefuse: AWSError.noTargetRegistered)
        let (name, shelf) = (call.text("ScheduledActionName") ?? "", call.shelf(Kind.action))
        let key = "\(place.key)|\(name)"
        let before = documents[shelf, key]
        if before == nil { try checkCount(documents, place) }
        var action = before ?? newAction(name, place)
        for member in ["Schedule", "Timezone", "ScalableTargetAction"] {
            action[member] = call[member] ?? action[member]
        }
        for member in ["StartTime", "EndTime"] { action[member] = call[member] }
        if !["Schedule", "Timezone", "StartTime", "EndTime"].allSatisfy({ action[$0] == before?[$0] }) {
            action["Put"] = JSON(call.now.millisecondsSinceEpoch)
            action["LastRun"] = nil
        }
        let ready = try ScheduledAction(action)
        if let least = ready.minimum, let most = ready.maximum, least > most {
            throw .validation("Maximum capacity cannot be less than minimum capacity")
        }
        guard (0...Int(Int32.max)).contains(ready.minimum ?? 0), (0...Int(Int32.max)).contains(ready.maximum ?? 0)
        else {
            throw .validation("Capacities must be between 0 and \(Int32.max)")
        }
        documents[shelf, key] = action
        return [:]
    }

    private func newAction(_ name: String, _ place: TargetPlace) -> JSON.Object {
        let ids = NamedIDs.scalableTarget(place.key)
        let resource =
            "scheduledAction:\(ids.inPolicies):resource/\(place.namespace)/\(place.resource):scheduledActionName/\(name)"
        let arn = call.account.arn("autoscaling", resource)
        return JSON.Object(
            [("ScheduledActionName", .string(name)), ("ScheduledActionARN", .string(arn.description))] + place.members
                + [("CreationTime", call.timestamp)]
        )
    }

    private func checkCount(_ documents: Documents, _ place: TargetPlace) throws(AWSError) {
        guard call["Schedule"] != nil else {
            throw .validation("Schedule must be specified for a new scheduled action.")
        }
        guard documents.all(Kind.action, of: place).count < Self.actionsPerTarget else {
            throw .limitExceeded("A scalable target has at most \(Self.actionsPerTarget) scheduled actions.")
        }
    }
}
