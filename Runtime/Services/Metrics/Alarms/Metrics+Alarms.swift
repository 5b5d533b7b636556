import ServiceKit
import Storage
import Time
import Wire

/// A change of what an alarm says, or of whether it may act on it.
struct AlarmTransition: Sendable {
    /// After the change.
    var alarm: any StatefulAlarm
    var former: AlarmState
    /// What the alarm has acted on last: where its actions were suppressed for a while, the value before that.
    var told: AlarmState.Value
    /// Whose alarm it is, and where.
    var account: AWSAccount
    /// Whether actions follow, as far as the alarm has some and they are enabled.
    var acts: Bool

    var isOfValue: Bool { alarm.state.value != former.value }
}

extension Metrics {
    /// How long after the end of a period its values are looked at: measurements are gathered for a second.
    private static let delay: Int64 = 2

    /// Has the alarms looked at from now on, when the next period ends, as long as there are any.
    func watchAlarms() {
        context.database.read { [self] connection in
            guard let period = shortestPeriod(connection) else { return }
            let interval = min(60, max(10, period))
            let now = context.time.now.wholeSeconds - Self.delay
            let next = now - now % interval + interval + Self.delay
            watch.set(at: Timestamp(millisecondsSinceEpoch: next * 1_000)) { [weak self] in self?.evaluateAlarms() }
        }
    }

    /// `nil` where there are no alarms; a minute where they cannot be read now.
    private func shortestPeriod(_ connection: Result<Connection, StorageError>) -> Int64? {
        let stores = try? AlarmStore.all(connection.get(), home: context.account)
        guard let alarms = try? stores?.flatMap({ try $0.metricAlarms() }) else { return 60 }
        return alarms.map(\.period).min()
    }

    private func evaluateAlarms() {
        let now = context.time.now
        spread { [self] family, store in
            try flush(store.connection)
            try store.forgetHistory(before: now - .seconds(14 * 86_400))
            return try store.metricAlarms().flatMap { alarm in
                try evaluate(alarm, store, now).map { family.change(alarm.name, to: $0, now) } ?? []
            }
        } completion: { [self] in
            watchAlarms()
        }
    }

    /// The state that an alarm is to have; `nil` where it keeps its own.
    private func evaluate(_ alarm: MetricAlarm, _ store: AlarmStore, _ now: Timestamp) throws -> AlarmState? {
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
        let counts = try counts(alarm, start..<end, store.connection)
        return AlarmState(
            value: outcome.value,
            reason: outcome.reason,
            reasonData: StateReasonData.text(alarm, evaluated, counts, missing: alarm.treatedPeriods(before: end), now),
            updated: now.nanosecondsSinceEpoch
        )
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

    // MARK: Changes

    /// Gives an alarm another state within a write; `act` is to follow.
    func change(
        _ name: String,
        to state: AlarmState,
        _ store: AlarmStore,
        _ now: Timestamp
    ) throws -> [AlarmTransition] {
        var family = AlarmFamily(try store.all(), store.account)
        let transitions = family.change(name, to: state, now)
        try store.put(transitions, now)
        return transitions
    }

    /// Looks at a composite alarm that was made or changed.
    func consider(_ name: String, in region: String?) {
        let now = context.time.now
        let stored = AWSAccount(id: context.account.id, region: region ?? context.account.region)
        spread { family, store in store.account == stored ? family.consider(name, now) : [] }
    }

    /// Has the composite alarms looked at when the first of their periods ends.
    func watchSuppressions() {
        context.database.read { [self] connection in
            // What cannot be read now is looked at again in a minute.
            let stores = try? AlarmStore.all(connection.get(), home: context.account)
            let ends = try? stores?.flatMap { try $0.all().compactMap(\.state.suppression?.end) }
            guard let end = (ends ?? [(context.time.now + .seconds(60)).nanosecondsSinceEpoch]).min() else { return }
            suppression.set(at: Timestamp(nanosecondsSinceEpoch: end)) { [weak self] in
                guard let self else { return }
                let now = context.time.now
                spread { family, _ in family.endPeriods(now) }
            }
        }
    }

    /// Changes alarms in a write, and then tells whom it concerns.
    private func spread(
        _ body: @escaping @Sendable (inout AlarmFamily, AlarmStore) throws -> [AlarmTransition],
        completion: @escaping @Sendable () -> Void = {}
    ) {
        let now = context.time.now
        context.database.write(.savepoint) { [self] connection in
            try AlarmStore.all(connection, home: context.account).flatMap { store in
                var family = AlarmFamily(try store.all(), store.account)
                let transitions = try body(&family, store)
                try store.put(transitions, now)
                return transitions
            }
        } completion: { [self] result in
            act(on: (try? result.get()) ?? [])
            completion()
        }
    }

    /// Tells topics and functions of changes.
    func act(on transitions: [AlarmTransition]) {
        for transition in transitions where transition.acts && transition.alarm.actionsEnabled { act(on: transition) }
        if transitions.contains(where: { $0.alarm.state.suppression?.end != nil }) { watchSuppressions() }
    }

    private func act(on transition: AlarmTransition) {
        for action in transition.alarm.actions(for: transition.alarm.state.value) {
            guard let arn = ARN(action) else { continue }
            context.deliveries.deliver(transition.delivery(to: arn, context), to: arn) { [self] result in
                note(result, action, transition)
            }
        }
    }

    private func note(_ result: Result<Void, AWSError>, _ action: String, _ transition: AlarmTransition) {
        let item = transition.historyItem(result, action, context.time.now)
        let (region, home) = (transition.account.region, context.account)
        context.database.write {
            try AlarmStore($0, region: region, home: home).add(item)
        } completion: { _ in
        }
    }
}
