import JSON
import Wire

/// Something that sends to a queue what it cannot deliver or process.
struct DeadLetterSender {
    /// `queue`, `function`, `event source mapping`, `rule`, `schedule` or `subscription`.
    var kind: String
    var name: String
    /// The ARN of the queue, or of what else it sends to.
    var target: String

    private init?(_ kind: String, _ name: String, target: JSON?) {
        guard let target = target?.stringValue else { return nil }
        (self.kind, self.name, self.target) = (kind, name, target)
    }

    /// Of a queue, by its attributes.
    static func queue(_ attributes: JSON) -> DeadLetterSender? {
        DeadLetterSender("queue", lastPart(attributes["QueueArn"]), target: redriveTarget(attributes))
    }

    /// All others that there are.
    static func all(_ client: ServiceClient) async throws(CommandError) -> [DeadLetterSender] {
        try await functions(client) + mappings(client) + rules(client) + schedules(client) + subscriptions(client)
    }

    // MARK: Kinds

    private static func functions(_ client: ServiceClient) async throws(CommandError) -> [DeadLetterSender] {
        var senders: [DeadLetterSender?] = []
        let all = try await pages(of: "Functions", by: "NextMarker") { token throws(CommandError) in
            try await client.get("lambda", "/2015-03-31/functions/", query: [("Marker", token)])
        }
        for function in all {
            let name = function["FunctionName"]?.stringValue ?? ""
            senders.append(
                DeadLetterSender("function", name, target: function["DeadLetterConfig"]?["TargetArn"])
            )
            let path = "/2019-09-25/functions/\(name)/event-invoke-config/list"
            let settings = try await pages(of: "FunctionEventInvokeConfigs", by: "NextMarker") {
                token throws(CommandError) in try await client.get("lambda", path, query: [("Marker", token)])
            }
            senders += settings.map { DeadLetterSender("function", name, target: failureTarget($0)) }
        }
        return senders.compactMap { $0 }
    }

    private static func mappings(_ client: ServiceClient) async throws(CommandError) -> [DeadLetterSender] {
        let all = try await pages(of: "EventSourceMappings", by: "NextMarker") { token throws(CommandError) in
            try await client.get("lambda", "/2015-03-31/event-source-mappings/", query: [("Marker", token)])
        }
        return all.compactMap {
            DeadLetterSender("event source mapping", lastPart($0["FunctionArn"]), target: failureTarget($0))
        }
    }

    private static func rules(_ client: ServiceClient) async throws(CommandError) -> [DeadLetterSender] {
        var senders: [DeadLetterSender?] = []
        for bus in try await events("EventBuses", "ListEventBuses", JSON.Object(), client) {
            let place = JSON.Object([("EventBusName", bus["Name"] ?? "")])
            for rule in try await events("Rules", "ListRules", place, client) {
                var request = place
                request["Rule"] = rule["Name"]
                let targets = try await events("Targets", "ListTargetsByRule", request, client)
                let name = rule["Name"]?.stringValue ?? ""
                senders += targets.map { DeadLetterSender("rule", name, target: $0["DeadLetterConfig"]?["Arn"]) }
            }
        }
        return senders.compactMap { $0 }
    }

    private static func events(
        _ list: String,
        _ action: String,
        _ request: JSON.Object,
        _ client: ServiceClient
    ) async throws(CommandError) -> [JSON] {
        try await pages(of: list, by: "NextToken") { token throws(CommandError) in
            var request = request
            request["NextToken"] = token.map { .string($0) }
            return try await client.call("events", "AWSEvents", action, version: "1.1", .object(request))
        }
    }

    private static func schedules(_ client: ServiceClient) async throws(CommandError) -> [DeadLetterSender] {
        var senders: [DeadLetterSender?] = []
        let all = try await pages(of: "Schedules", by: "NextToken") { token throws(CommandError) in
            try await client.get("scheduler", "/schedules", query: [("NextToken", token)])
        }
        for schedule in all {
            let name = schedule["Name"]?.stringValue ?? ""
            let group = schedule["GroupName"]?.stringValue
            let whole = try await client.get("scheduler", "/schedules/\(name)", query: [("groupName", group)])
            senders.append(DeadLetterSender("schedule", name, target: whole["Target"]?["DeadLetterConfig"]?["Arn"]))
        }
        return senders.compactMap { $0 }
    }

    private static func subscriptions(_ client: ServiceClient) async throws(CommandError) -> [DeadLetterSender] {
        var senders: [DeadLetterSender?] = []
        let all = try await pages(of: "Subscriptions", by: "NextToken") { token throws(CommandError) in
            let next = token.map { [("NextToken", $0)] } ?? []
            return try await client.result("sns", form: [("Action", "ListSubscriptions")] + next)
        }
        for subscription in all {
            guard let arn = subscription["SubscriptionArn"]?.stringValue, arn.hasPrefix("arn:") else { continue }
            let form = [("Action", "GetSubscriptionAttributes"), ("SubscriptionArn", arn)]
            let attributes = try await client.result("sns", form: form)["Attributes"] ?? [:]
            let name = "\(lastPart(subscription["TopicArn"])) to \(lastPart(subscription["Endpoint"]))"
            senders.append(DeadLetterSender("subscription", name, target: redriveTarget(attributes)))
        }
        return senders.compactMap { $0 }
    }

    // MARK: Answers

    private static func pages(
        of list: String,
        by token: String,
        _ page: (String?) async throws(CommandError) -> JSON
    ) async throws(CommandError) -> [JSON] {
        var (all, next) = ([JSON](), String?.none)
        repeat {
            let answer = try await page(next)
            all += answer[list]?.arrayValue ?? []
            next = answer[token]?.stringValue
        } while next?.isEmpty == false
        return all
    }

    private static func redriveTarget(_ attributes: JSON) -> JSON? {
        guard let policy = attributes["RedrivePolicy"]?.stringValue else { return nil }
        return (try? JSON(parsing: policy))?["deadLetterTargetArn"]
    }

    private static func failureTarget(_ settings: JSON) -> JSON? {
        settings["DestinationConfig"]?["OnFailure"]?["Destination"]
    }

    /// The name in an ARN, a function's with its alias; of an address, all of it.
    private static func lastPart(_ text: JSON?) -> String {
        let text = text?.stringValue ?? ""
        guard let parts = ARN(text)?.resource.split(separator: ":") else { return text }
        return parts.dropFirst(parts.count > 1 ? 1 : 0).joined(separator: ":")
    }
}
