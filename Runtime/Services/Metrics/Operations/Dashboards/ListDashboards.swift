import JSON
import ServiceKit
import Wire

/// Lists the dashboards, 1,000 at a time.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListDashboards.html
struct ListDashboards: DocumentQuery<Metrics> {
    static let input = Shape.request(
        name,
        [.optional("DashboardNamePrefix", .string()), .optional("NextToken", .string())]
    )
    static let output = Shape.reply([
        .optional(
            "DashboardEntries",
            .list(
                .structure(
                    [
                        .optional("DashboardName", .string()), .optional("DashboardArn", .string()),
                        .optional("LastModified", .timestamp), .optional("Size", .number(java: "Long")),
                    ],
                    java: ""
                )
            )
        ),
        .optional("NextToken", .string()),
    ])

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: Metrics) throws(AWSError) -> JSON {
        let prefix = call.text("DashboardNamePrefix") ?? ""
        let all = documents.all(Dashboard.shelf) { name, _ in name.hasPrefix(prefix) }.map { name, dashboard in
            (name: name, value: entry(name, dashboard))
        }
        let (page, next) = try Page.of(all, limit: 1_000, token: call.text("NextToken"))
        var reply = JSON.Object([("DashboardEntries", .array(page))])
        reply["NextToken"] = next.map { .string($0) }
        return .object(reply)
    }

    private func entry(_ name: String, _ dashboard: JSON.Object) -> JSON {
        [
            "DashboardName": .string(name), "DashboardArn": Dashboard.arn(name, call),
            "LastModified": dashboard["modified"] ?? 0,
            "Size": JSON(dashboard["body"]?.stringValue?.utf8.count ?? 0),
        ]
    }
}
