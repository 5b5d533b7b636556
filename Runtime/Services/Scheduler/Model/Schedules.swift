import JSON
import ServiceKit
import Time
import Wire

/// The kinds of resources that the service keeps.
enum Kind {
    static let group = "group"
    static let schedule = "schedule"
    /// By ARN.
    static let tags = "tags"
}

extension RegionalCall {
    var groupName: String { text("GroupName") ?? "default" }

    func scheduleARN(_ name: String, _ group: String) -> ARN { account.arn("scheduler", "schedule/\(group)/\(name)") }

    func groupARN(_ name: String) -> ARN { account.arn("scheduler", "schedule-group/\(name)") }
}

extension Documents {
    /// `default` is always there.
    func group(_ name: String, _ call: RegionalCall) throws(AWSError) -> JSON.Object {
        if let group = self[call.shelf(Kind.group), name] { return group }
        guard name == "default" else { throw .notFound("Schedule group \(name) does not exist.") }
        return JSON.Object([("CreationDate", 0), ("LastModificationDate", 0)])
    }

    /// Schedules stand under their group and name; neither may contain a `|`.
    static func scheduleKey(_ name: String, _ group: String) -> String { "\(group)|\(name)" }

    func schedule(_ name: String, _ group: String, _ call: RegionalCall) throws(AWSError) -> JSON.Object {
        _ = try self.group(group, call)
        guard let schedule = self[call.shelf(Kind.schedule), Self.scheduleKey(name, group)] else {
            throw .notFound("Schedule \(name) does not exist.")
        }
        return schedule
    }

    mutating func setTags(_ tags: [JSON], of arn: String, _ call: RegionalCall) {
        let shelf = call.shelf(Kind.tags)
        if !tags.isEmpty {
            self[shelf, arn] = JSON.Object([("Tags", .array(tags))])
        } else if self[shelf, arn] != nil {
            self[shelf, arn] = nil
        }
    }

    /// The ARN of the request, if it is that of a group that is there, and the group's tags.
    func tags(_ call: RegionalCall) throws(AWSError) -> (arn: String, tags: [JSON]) {
        let arn = call.text("ResourceArn") ?? ""
        _ = try group(String(ARN(arn)?.resource.dropFirst("schedule-group/".count) ?? ""), call)
        return (arn, self[call.shelf(Kind.tags), arn]?["Tags"]?.arrayValue ?? [])
    }
}

extension JSON.Object {
    func text(_ name: String) -> String? { self[name]?.stringValue }

    /// These members alone, in this order, as far as they are there.
    func picking(_ names: String...) -> JSON.Object {
        var object = JSON.Object()
        for name in names { object[name] = self[name]?.nonNull }
        return object
    }
}
