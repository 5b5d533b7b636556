import JSON
import ServiceKit
import Wire

/// Lists scheduled actions in the order of their resources and names; up to 50 at a time.
/// https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScheduledActions.html
struct DescribeScheduledActions: DocumentQuery<ApplicationAutoScaling> {
    static let input = Shape.structure(
        [
            .optional("ScheduledActionNames", .resourceIDs), .required("ServiceNamespace", .serviceNamespace),
            .optional("ResourceId", .resourceID),
        ] + Shape.Member.list,
        java: "DescribeScheduledActionsRequest"
    )

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: ApplicationAutoScaling) throws(AWSError) -> JSON {
        let names = (call["ScheduledActionNames"]?.arrayValue ?? []).compactMap(\.stringValue)
        let actions = documents.all(call.shelf(Kind.action)) { _, action in
            action.isAskedFor(by: call)
                && (names.isEmpty || names.contains(action.text("ScheduledActionName") ?? ""))
        }
        let shown = actions.map { name, action in
            var shown = action
            for member in ["Put", "LastRun"] { shown[member] = nil }
            return (name: name, value: JSON.object(shown))
        }
        return try call.page(shown, "ScheduledActions")
    }
}
