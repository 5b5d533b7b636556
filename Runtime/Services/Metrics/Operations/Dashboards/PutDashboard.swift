import JSON
import ServiceKit
import Time
import Wire

/// Makes a dashboard, or puts another body in its place.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html
struct PutDashboard: DocumentChange<Metrics> {
    static let input = Shape.request(
        name,
        [
            .required("DashboardName", .string()), .required("DashboardBody", .string()), .optional("Tags", .tags),
        ]
    )
    static let output = Shape.reply([
        .optional(
            "DashboardValidationMessages",
            .list(.structure([.optional("DataPath", .string()), .optional("Message", .string())], java: ""))
        )
    ])

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: Metrics) throws(AWSError) -> JSON {
        let (name, body) = (call.text("DashboardName") ?? "", call.text("DashboardBody") ?? "")
        try Dashboard.checkName(name)
        try Dashboard.checkBody(body)
        let former = documents[Dashboard.shelf, name]
        var dashboard = JSON.Object([("body", .string(body)), ("modified", JSON(call.now.secondsSinceEpoch))])
        dashboard["Tags"] = former == nil ? call["Tags"] : former?["Tags"]
        documents[Dashboard.shelf, name] = dashboard
        return ["DashboardValidationMessages": []]
    }
}
