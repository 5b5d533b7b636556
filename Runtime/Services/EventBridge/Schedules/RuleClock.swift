import JSON
import Schedules
import ServiceKit
import Storage
import Synchronization
import Time
import Wire

/// When the rules with schedules fire next. Costs nothing while none does.
final class RuleClock: Sendable {
    struct Rule: Sendable, Hashable {
        var region: String
        var name: String
        var expression: ScheduleExpression
        /// When it was made or enabled: a rate counts from there.
        var start: Timestamp
    }

    let alarm: Alarm
    private let due = Mutex<[Rule: Timestamp]>([:])

    init(_ time: any TimeSource) { alarm = Alarm(time) }

    /// Keeps the rules that are there already as they are. Returns when the first one fires.
    func set(_ rules: [Rule], at now: Timestamp) -> Timestamp? {
        due.withLock { due in
            var next: [Rule: Timestamp] = [:]
            for rule in rules { next[rule] = due[rule] ?? rule.next(after: now) }
            due = next
            return due.values.min()
        }
    }

    /// Takes out what is due by now, each with the instant it was due at, and sets it for the next time.
    func fire(at now: Timestamp) -> [(rule: Rule, instant: Timestamp)] {
        due.withLock { due in
            let fired = due.filter { $0.value <= now }.map { (rule: $0.key, instant: $0.value) }
            for (rule, instant) in fired { due[rule] = rule.next(after: max(instant, now)) }
            return fired.sorted { ($0.instant, $0.rule.name) < ($1.instant, $1.rule.name) }
        }
    }

    var next: Timestamp? { due.withLock { $0.values.min() } }
}

extension RuleClock.Rule {
    func next(after instant: Timestamp) -> Timestamp? {
        var start = start
        if case .rate(let rate) = expression { start = start + rate }
        return expression.next(after: instant, from: start, in: .utc)
    }
}

extension EventBridge {
    /// Looks which rules have schedules now, and fires those that are due.
    func fireRules() {
        let documents = documents.current
        var rules: [RuleClock.Rule] = []
        for region in documents.regions(of: Kind.rule) {
            for (key, rule) in documents.all(.init(Kind.rule, region)) where rule.text("State") != "DISABLED" {
                guard let expression = rule.text("ScheduleExpression").flatMap({ ScheduleExpression($0) }) else {
                    continue
                }
                let start = Timestamp(millisecondsSinceEpoch: Int64(rule["Started"]?.intValue ?? 0))
                rules.append(
                    .init(
                        region: region,
                        name: String(key.drop { $0 != "|" }.dropFirst()),
                        expression: expression,
                        start: start
                    )
                )
            }
        }
        guard let next = ruleClock.set(rules, at: context.time.now) else { return }
        ruleClock.alarm.set(at: next) { [weak self] in self?.fireDueRules() }
    }

    private func fireDueRules() {
        let now = context.time.now
        for (rule, instant) in ruleClock.fire(at: now) { fire(rule, at: instant) }
        if let next = ruleClock.next { ruleClock.alarm.set(at: next) { [weak self] in self?.fireDueRules() } }
    }

    /// A schedule's event goes to the targets of its rule alone.
    private func fire(_ rule: RuleClock.Rule, at instant: Timestamp) {
        let bus = BusAddress(region: rule.region, name: "default")
        guard let route = routes(of: bus).rules.first(where: { $0.name == rule.name }) else { return }
        let event = BusEvent(
            id: context.ids.uuid(),
            detailType: "Scheduled Event",
            source: "aws.events",
            account: AWSAccount(id: context.account.id, region: rule.region),
            time: instant,
            resources: [.string(route.arn.description)],
            detail: [:]
        )
        let publication = Publication([
            .init(outgoing: route.outgoing(event, at: instant), matched: [route.metricSubject])
        ])
        if publication.isEmpty { return }
        context.database.write { [self] connection in
            try publication.write(self, connection)
        } completion: { [self] (result: Result<Void, any Error>) in
            if case .success = result { publication.send(self) }
        }
    }
}
