import ServiceKit
import Storage
import Time
import Wire

/// A change of what an alarm says.
struct AlarmTransition: Sendable {
    /// After the change.
    var alarm: MetricAlarm
    var former: AlarmState
}

extension Metrics {
    /// How long after the end of a period its values are looked at: measurements are gathered for a second.
    private static let delay: Int64 = 2

    /// Has the alarms looked at from now on, when the next period ends, as long as there are any.
    func watchAlarms() {
        context.database.read { [self] connection in
            guard let alarms = try? AlarmStore(connection.get()).all(), !alarms.isEmpty else { return }
            let interval = min(60, max(10, alarms.map(\.period).min() ?? 60))
            let now = context.time.now.wholeSeconds - Self.delay
            let next = now - now % interval + interval + Self.delay
            watch.set(at: Timestamp(millisecondsSinceEpoch: next * 1_000)) { [weak self] in self?.evaluateAlarms() }
        }
    }

    private func evaluateAlarms() {
        let now = context.time.now
        context.database.write(.savepoint) { [self] connection in
            try flush(connection)
            let store = AlarmStore(connection)
            try store.forgetHistory(before: now - .seconds(14 * 86_400))
            return try store.all().compactMap { try evaluate($0, store, now) }
        } completion: { [self] result in
            for transition in (try? result.get()) ?? [] { act(on: transition) }
            watchAlarms()
        }
    }

    private func evaluate(_ alarm: MetricAlarm, _ store: AlarmStore, _ now: Timestamp) throws -> AlarmTransition? {
        let end = now.wholeSeconds / alarm.period * alarm.period
        let periods = Int64(alarm.evaluation.evaluationPeriods + AlarmEvaluation.extraPeriods)
        let start = end - periods * alarm.period
        var results = MetricResults(alarm.queries, store.connection, start..<end)
        let points = try results.values(of: alarm.watched).sorted { $0.key < $1.key }.map {
            AlarmEvaluation.Datapoint(start: $0.key, value: $0.value)
        }
        guard let outcome = alarm.evaluation.outcome(points) else { return nil }
        // The history tells why an alarm changed; what it says all the same needs no new reason.
        guard outcome.value != alarm.state.value else { return nil }
        let evaluated = points.suffix(alarm.evaluation.evaluationPeriods)
        let state = AlarmState(
            value: outcome.value,
            reason: outcome.reason,
            reasonData: StateReasonData.text(alarm, evaluated, try counts(alarm, start..<end, store.connection), now),
            updated: now.nanosecondsSinceEpoch
        )
        return try change(alarm, to: state, store, now)
    }

    /// How many values each period of an alarm on one metric sums up.
    private func counts(
        _ alarm: MetricAlarm,
        _ range: Range<Int64>,
        _ connection: Connection
    ) throws -> [Int64: Double] {
        guard case .metric(let metric, _, _, let period, let unit)? = alarm.queries.first?.source else { return [:] }
        return try MetricStore(connection).mixedPeriods(of: metric, unit: unit, range, period: period)
            .mapValues(\.count)
    }

    /// Gives an alarm another state within a write; `act` is to follow.
    func change(
        _ alarm: MetricAlarm,
        to state: AlarmState,
        _ store: AlarmStore,
        _ now: Timestamp
    ) throws -> AlarmTransition {
        var changed = alarm
        changed.state = state
        try store.put(changed)
        let transition = AlarmTransition(alarm: changed, former: alarm.state)
        try store.add(transition.historyItem(now))
        return transition
    }

    /// Tells topics and functions of a change.
    func act(on transition: AlarmTransition) {
        guard transition.alarm.actionsEnabled, transition.former.value != transition.alarm.state.value else { return }
        for action in transition.alarm.actions(for: transition.alarm.state.value) {
            guard let arn = ARN(action) else { continue }
            context.deliveries.deliver(transition.delivery(to: arn, context), to: arn) { [self] result in
                note(result, action, transition)
            }
        }
    }

    private func note(_ result: Result<Void, AWSError>, _ action: String, _ transition: AlarmTransition) {
        let item = transition.historyItem(result, action, context.time.now)
        context.database.write {
            try AlarmStore($0).add(item)
        } completion: { _ in
        }
    }
}
