import JSON
import ServiceKit
import Time
import Wire

/// The kinds of resources that the service keeps.
enum Kind {
    static let bus = "bus"
    static let rule = "rule"
    static let archive = "archive"
    static let replay = "replay"
    static let connection = "connection"
    static let destination = "destination"
    /// By ARN.
    static let tags = "tags"
}

extension RegionalCall {
    /// The bus that a member names by name or ARN; `default` where it names none.
    func busName(_ member: String = "EventBusName") -> String { Self.plainName(text(member) ?? "default") }

    /// The name in `arn:aws:events:…:event-bus/NAME`.
    static func plainName(_ name: String) -> String {
        guard name.utf8.starts(with: "arn:".utf8), let arn = ARN(name), arn.resource.hasPrefix("event-bus/") else {
            return name
        }
        return String(arn.resource.dropFirst("event-bus/".count))
    }

    func busARN(_ name: String) -> ARN { account.arn("events", "event-bus/\(name)") }

    func ruleARN(_ rule: String, _ bus: String) -> ARN {
        account.arn("events", bus == "default" ? "rule/\(rule)" : "rule/\(bus)/\(rule)")
    }

    /// The members of the request that stand in a document as they are.
    func picked(_ names: String...) -> JSON.Object {
        var object = JSON.Object()
        for name in names { object[name] = self[name] }
        return object
    }
}

extension Documents {
    func bus(_ name: String, _ call: RegionalCall) throws(AWSError) -> JSON.Object {
        if let bus = self[call.shelf(Kind.bus), name] { return bus }
        guard name == "default" else { throw .notFound("Event bus \(name) does not exist.") }
        return JSON.Object([("CreationTime", 0), ("LastModifiedTime", 0)])
    }

    /// Rules stand under their bus and name; neither may contain a `|`.
    static func ruleKey(_ rule: String, _ bus: String) -> String { "\(bus)|\(rule)" }

    func rule(_ name: String, _ bus: String, _ call: RegionalCall) throws(AWSError) -> JSON.Object {
        _ = try self.bus(bus, call)
        guard let rule = self[call.shelf(Kind.rule), Self.ruleKey(name, bus)] else {
            throw .notFound("Rule \(name) does not exist on EventBus \(bus).")
        }
        return rule
    }

    /// In the order of their names.
    func rules(of bus: String, _ call: RegionalCall) -> [(name: String, value: JSON.Object)] {
        all(call.shelf(Kind.rule)).compactMap { key, rule in
            key.hasPrefix("\(bus)|") ? (String(key.dropFirst(bus.count + 1)), rule) : nil
        }
    }

    /// Resources of a kind whose names begin so.
    func all(_ kind: String, prefix: String?, _ call: RegionalCall) -> [(name: String, value: JSON.Object)] {
        all(call.shelf(kind)).filter { $0.name.hasPrefix(prefix ?? "") }.map { ($0.name, $0.document) }
    }
}

extension JSON.Object {
    /// These members alone, in this order, as far as they are there.
    func picking(_ names: String...) -> JSON.Object {
        var object = JSON.Object()
        for name in names { object[name] = self[name] }
        return object
    }

    mutating func merge(_ other: JSON.Object) {
        for member in other.members { self[member.key] = member.value }
    }

    func text(_ name: String) -> String? { self[name]?.stringValue }
}
