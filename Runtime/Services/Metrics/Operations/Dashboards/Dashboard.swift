import JSON
import ServiceKit
import Wire

/// A dashboard is kept and shown. Dashboards belong to the account, whatever the region.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Dashboards.html
enum Dashboard {
    static let shelf = Documents.Shelf("dashboard", "")
    static let names = Shape.list(.string(), length: 0...100)

    static func missing(_ names: [String]) -> AWSError {
        AWSError(
            "DashboardNotFoundError",
            status: 404,
            message: names.map { "Dashboard \($0) does not exist" }.joined(separator: "\n")
        )
    }

    static func checkName(_ name: String) throws(AWSError) {
        guard !name.utf8.isEmpty, name.utf8.count <= 255, name.utf8.allSatisfy(isAllowed) else {
            throw .invalidValue(
                "The value for field DashboardName contains invalid characters. It can only contain alphanumerics, dash "
                    + "(-) and underscore (_).\n"
            )
        }
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// What is wrong with a body, if anything is: it has to be an object with a list of widgets.
    static func checkBody(_ text: String) throws(AWSError) {
        let body = try? JSON(parsing: Array(text.utf8))
        guard let body, let widgets = body["widgets"] else {
            let message =
                body == nil ? "The field DashboardBody must be a valid JSON object" : "Should have property 'widgets'"
            throw invalid(path: "/", message)
        }
        guard widgets.arrayValue != nil else { throw invalid(path: "/widgets", "Should be array") }
    }

    private static func invalid(path: String, _ message: String) -> AWSError {
        AWSError(
            "DashboardInvalidInputError",
            message: "The dashboard body is invalid, there are 1 validation errors",
            members: JSON.Object([
                ("dashboardValidationMessages", [["DataPath": .string(path), "Message": .string(message)]])
            ])
        )
    }

    static func arn(_ name: String, _ call: RegionalCall) -> JSON {
        var arn = call.account.arn("cloudwatch", "dashboard/\(name)")
        arn.region = ""
        return .string(arn.description)
    }
}
