import JSON
import ServiceKit
import Storage
import Wire

/// Says how many days a group keeps its events.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
struct PutRetentionPolicy: Operation {
    static let input = Shape.request(
        name,
        [.required("logGroupName", .groupName), .required("retentionInDays", .number(java: "Integer"))]
    )
    static let access = OperationAccess.write(.shared)

    /// What AWS takes.
    package static let days = [
        1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
    ]

    private let group: String
    private let days: Int

    init(_ input: JSON.Object, _ service: Logs) throws(AWSError) {
        group = input["logGroupName"]?.stringValue ?? ""
        days = input["retentionInDays"]?.intValue ?? 0
        guard Self.days.contains(days) else {
            throw .invalidParameter(
                "1 validation error detected: Value '\(input["retentionInDays"]?.numberText ?? "")' at 'retentionInDays' "
                    + "failed to satisfy constraint: Member must satisfy enum value set: \(Self.days.sorted())"
            )
        }
    }

    func perform(_ service: Logs, _ connection: Connection) throws -> [UInt8] {
        let store = LogStore(connection)
        var group = try store.existingGroup(group)
        group.retentionInDays = days
        try store.update(group)
        return Reply.nothing
    }

    func committed(_ service: Logs) { service.retention.begin() }
}
