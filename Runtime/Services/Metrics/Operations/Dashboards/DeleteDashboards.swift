import JSON
import ServiceKit
import Wire

/// Removes dashboards: all of those named, or none where one of them is not there.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteDashboards.html
struct DeleteDashboards: DocumentChange<Metrics> {
    static let input = Shape.request(name, [.optional("DashboardNames", Dashboard.names)])
    static let output = Shape.emptyReply

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: Metrics) throws(AWSError) -> JSON {
        let names = (call["DashboardNames"]?.arrayValue ?? []).compactMap(\.stringValue)
        guard !names.isEmpty else { throw .invalidValue("A dashboard name must be specified.") }
        let missing = names.filter { documents[Dashboard.shelf, $0] == nil }
        guard missing.isEmpty else { throw Dashboard.missing(missing) }
        for name in names { documents[Dashboard.shelf, name] = nil }
        return [:]
    }
}
