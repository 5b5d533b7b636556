import JSON
import ServiceKit
import Wire

extension Logs {
    /// Makes what a request describes, or brings what is there already to it. A filter makes the group that it needs, as
    /// functions do with their first line. For callers that can wait.
    package func setUp(_ action: String, _ request: JSON) throws {
        if action == "PutSubscriptionFilter" || action == "PutMetricFilter" {
            try setUpGroup(["logGroupName": request["logGroupName"] ?? .null])
        }
        if action == "CreateLogGroup" {
            try setUpGroup(request)
        } else {
            try perform(action, request, among: Self.operations)
        }
    }

    /// Removes what a request of the template has made. For callers that can wait.
    package func takeBack(_ action: String, _ request: JSON) throws {
        try perform(action, request, among: Self.operations)
    }

    /// A group that is there keeps its events and its class.
    private func setUpGroup(_ request: JSON) throws {
        do {
            try perform("CreateLogGroup", request, among: Self.operations)
        } catch let error as AWSError where error == .groupExists {
            for (action, member) in [
                ("TagLogGroup", "tags"), ("PutLogGroupDeletionProtection", "deletionProtectionEnabled"),
            ] {
                guard let value = request[member] else { continue }
                let name = action == "TagLogGroup" ? "logGroupName" : "logGroupIdentifier"
                let change = JSON.Object([(name, request["logGroupName"] ?? .null), (member, value)])
                try perform(action, .object(change), among: Self.operations)
            }
        }
    }
}
