import JSON
import ServiceKit
import Wire

/// Lists what has been done to targets, the latest first; up to 50 at a time. Of each target a hundred activities are
/// kept, for six weeks. What was not scaled is not written down, so `IncludeNotScaledActivities` adds nothing.
/// https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalingActivities.html
struct DescribeScalingActivities: DocumentQuery<ApplicationAutoScaling> {
    static let input = Shape.structure(
        [.required("ServiceNamespace", .serviceNamespace), .optional("ResourceId", .resourceID)] + Shape.Member.list
            + [.optional("IncludeNotScaledActivities", .boolean)],
        java: "DescribeScalingActivitiesRequest"
    )

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: ApplicationAutoScaling) throws(AWSError) -> JSON {
        let activities = documents.all(call.shelf(Kind.activity)) { $1.isAskedFor(by: call) }
        let shown = activities.map { name, activity in
            var shown = activity
            for member in ["Capacity", "Number"] { shown[member] = nil }
            return (name: name, value: JSON.object(shown))
        }
        return try call.page(shown, "ScalingActivities")
    }
}
