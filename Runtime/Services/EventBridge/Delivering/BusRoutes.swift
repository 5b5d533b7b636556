import EventPatterns
import JSON
import ServiceKit
import Synchronization
import Time
import Wire

/// A bus of one region.
struct BusAddress: Sendable, Hashable {
    var region: String
    var name: String
}

/// Where the events of a bus go: its enabled rules and its archives, compiled.
struct BusRoutes: Sendable {
    struct Rule: Sendable {
        var name: String
        var arn: ARN
        var metricSubject: MetricSubject
        /// `nil` for a rule that only a schedule fires.
        var pattern: EventPattern?
        var targets: [Target]
    }

    struct Archive: Sendable {
        /// As the events in the store name it.
        var key: String
        var pattern: EventPattern?
    }

    var rules: [Rule] = []
    var archives: [Archive] = []

    /// What becomes of an event.
    struct Outcome: Sendable {
        var outgoing: [OutgoingDelivery] = []
        var matched: [MetricSubject] = []
        var archived: [(archive: String, event: BusEvent)] = []
    }

    /// `only` names the rules that a replay is for; replayed events are not archived again.
    func route(_ event: BusEvent, at now: Timestamp, only: Set<String>? = nil, isReplay: Bool = false) -> Outcome {
        var outcome = Outcome()
        for rule in rules where only?.contains(rule.arn.description) ?? true {
            guard let pattern = rule.pattern, pattern.matches(event.json) else { continue }
            outcome.outgoing += rule.outgoing(event, at: now)
            outcome.matched.append(rule.metricSubject)
        }
        if isReplay { return outcome }
        for archive in archives where archive.pattern?.matches(event.json) ?? true {
            outcome.archived.append((archive.key, event))
        }
        return outcome
    }
}

extension BusRoutes.Rule {
    func outgoing(_ event: BusEvent, at now: Timestamp) -> [OutgoingDelivery] {
        let surroundings = InputTransformer.Surroundings(ruleARN: arn.description, ruleName: name, ingested: now)
        return targets.compactMap { $0.outgoing(event, by: arn, surroundings) }
    }

    init(_ name: String, _ document: JSON.Object, _ arn: ARN) {
        self.name = name
        self.arn = arn
        metricSubject = RuleMetrics.subject(arn)
        pattern = document.text("EventPattern").flatMap { try? EventPattern($0) }
        targets = (document["Targets"]?.arrayValue ?? []).compactMap { try? Target($0) }
    }
}

extension EventBridge {
    /// Follows every change of rules and archives.
    func compileRoutes() {
        let documents = documents.current
        var routes: [BusAddress: BusRoutes] = [:]
        for region in documents.regions(of: Kind.rule) {
            let call = RegionalCall(JSON.Object(), region: region, context)
            for (key, rule) in documents.all(call.shelf(Kind.rule)) where rule.text("State") != "DISABLED" {
                // The rules of archives are there to be seen.
                guard let mark = key.firstIndex(of: "|"), rule["ManagedBy"] == nil else { continue }
                let (bus, name) = (String(key[..<mark]), String(key[key.index(after: mark)...]))
                routes[BusAddress(region: region, name: bus), default: BusRoutes()].rules.append(
                    BusRoutes.Rule(name, rule, call.ruleARN(name, bus))
                )
            }
        }
        for region in documents.regions(of: Kind.archive) {
            for (name, archive) in documents.all(.init(Kind.archive, region)) {
                let bus = RegionalCall.plainName(archive.text("EventSourceArn") ?? "")
                routes[BusAddress(region: region, name: bus), default: BusRoutes()].archives.append(
                    .init(
                        key: "\(region)/\(name)",
                        pattern: archive.text("EventPattern").flatMap { try? EventPattern($0) }
                    )
                )
            }
        }
        self.routes.withLock { $0 = routes }
    }

    func routes(of bus: BusAddress) -> BusRoutes { routes.withLock { $0[bus] } ?? BusRoutes() }
}
