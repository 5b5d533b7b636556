import JSON
import ServiceKit
import Wire

/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetDashboard.html
struct GetDashboard: DocumentQuery<Metrics> {
    static let input = Shape.request(name, [.required("DashboardName", .string())])
    static let output = Shape.reply([
        .optional("DashboardArn", .string()), .optional("DashboardBody", .string()),
        .optional("DashboardName", .string()),
    ])

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: Metrics) throws(AWSError) -> JSON {
        let name = call.text("DashboardName") ?? ""
        guard let dashboard = documents[Dashboard.shelf, name] else { throw Dashboard.missing([name]) }
        return [
            "DashboardArn": Dashboard.arn(name, call), "DashboardBody": dashboard["body"] ?? "",
            "DashboardName": .string(name),
        ]
    }
}
