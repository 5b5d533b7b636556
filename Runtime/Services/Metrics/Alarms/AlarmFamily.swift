import JSON
import Time
import Wire

/// All alarms of a region, and what follows for composite ones when one of them changes.
struct AlarmFamily {
    /// Why a composite alarm is looked at.
    private enum Occasion {
        /// Alarms that it depends on have changed, or a period is over.
        case changed(Set<String>)
        case put
    }

    private var alarms: [String: any StatefulAlarm]
    private let account: AWSAccount

    init(_ alarms: [any StatefulAlarm], _ account: AWSAccount) {
        self.alarms = Dictionary(alarms.map { ($0.name, $0) }) { $1 }
        self.account = account
    }

    // MARK: Relations

    /// The composite alarms whose rules name an alarm, in the order of their names.
    func parents(of name: String) -> [CompositeAlarm] {
        composites.filter { alarm in alarm.rule.children.contains { $0.name == name } }
    }

    /// The alarms that a composite alarm's rule names, as far as they are there.
    func children(of name: String) -> [any StatefulAlarm] {
        let rule = (alarms[name] as? CompositeAlarm)?.rule
        return (rule?.children ?? []).compactMap { alarms[$0.name] }
    }

    private var composites: [CompositeAlarm] {
        alarms.values.compactMap { $0 as? CompositeAlarm }.sorted { $0.name < $1.name }
    }

    private func dependents(of name: String) -> [String] {
        composites.filter { $0.dependencies.contains(name) }.map(\.name)
    }

    /// The composite alarms that a change may reach, each after those that it depends on. AWS does not look at alarms that
    /// depend on themselves, and so neither at them nor through them does this.
    private func reach(of name: String) -> [String] {
        var (order, seen): ([String], Set<String>) = ([], [name])
        func visit(_ name: String) {
            for dependent in dependents(of: name) where !seen.contains(dependent) && !isInCycle(dependent) {
                seen.insert(dependent)
                visit(dependent)
                order.append(dependent)
            }
        }
        visit(name)
        return order.reversed()
    }

    private func isInCycle(_ name: String) -> Bool {
        var (seen, open): (Set<String>, [String]) = ([], [name])
        while let next = open.popLast() {
            for dependent in dependents(of: next) where seen.insert(dependent).inserted {
                if dependent == name { return true }
                open.append(dependent)
            }
        }
        return false
    }

    // MARK: Changes

    /// Gives an alarm another state. Returns its change and those that follow from it, in their order.
    mutating func change(_ name: String, to state: AlarmState, _ now: Timestamp) -> [AlarmTransition] {
        guard let alarm = alarms[name] else { return [] }
        return spread([become(alarm, state, now)], now)
    }

    /// Looks at a composite alarm that was made or changed.
    mutating func consider(_ name: String, _ now: Timestamp) -> [AlarmTransition] {
        guard !isInCycle(name), let first = consider(name, .put, now) else { return [] }
        return spread([first], now)
    }

    /// Looks at the composite alarms whose periods are over.
    mutating func endPeriods(_ now: Timestamp) -> [AlarmTransition] {
        composites.filter { alarm in (alarm.state.suppression?.end).map { $0 <= now.nanosecondsSinceEpoch } ?? false }
            .compactMap { consider($0.name, .changed([]), now) }
    }

    private mutating func spread(_ first: [AlarmTransition], _ now: Timestamp) -> [AlarmTransition] {
        guard let origin = first.first?.alarm.name else { return [] }
        var (all, changed): ([AlarmTransition], Set<String>) = (first, [origin])
        for name in reach(of: origin) {
            guard let transition = consider(name, .changed(changed), now) else { continue }
            all.append(transition)
            if transition.isOfValue { changed.insert(name) }
        }
        return all
    }

    /// `nil` where nothing changes.
    private mutating func consider(_ name: String, _ occasion: Occasion, _ now: Timestamp) -> AlarmTransition? {
        guard let alarm = alarms[name] as? CompositeAlarm else { return nil }
        var state = alarm.state
        state.value = alarm.rule.holds(alarms.mapValues(\.state.value)) ? .alarm : .ok
        if state.value != alarm.state.value {
            (state.reason, state.reasonData) = reason(for: alarm, state.value, occasion)
        }
        let transition = become(alarm, state, now)
        return transition.isOfValue || transition.alarm.state.suppression != alarm.state.suppression ? transition : nil
    }

    private mutating func become(
        _ alarm: any StatefulAlarm,
        _ state: AlarmState,
        _ now: Timestamp
    ) -> AlarmTransition {
        let former = alarm.state
        let told = former.suppression?.told ?? former.value
        var changed = alarm
        changed.state = state
        changed.state.updated = now.nanosecondsSinceEpoch
        changed.state.transitioned = state.value == former.value ? former.transitioned : now.nanosecondsSinceEpoch
        changed.state.suppression = nil
        if let suppressor = (alarm as? CompositeAlarm)?.suppressor {
            changed.state.suppression = suppressor.next(
                after: former.suppression,
                told: told,
                value: state.value,
                isInAlarm: alarms[suppressor.alarm.name]?.state.value == .alarm,
                now
            )
        }
        alarms[alarm.name] = changed
        let acts = changed.state.suppression == nil && told != state.value
        return AlarmTransition(alarm: changed, former: former, told: told, account: account, acts: acts)
    }

    // MARK: Reasons

    private func reason(
        for alarm: CompositeAlarm,
        _ value: AlarmState.Value,
        _ occasion: Occasion
    ) -> (String, String) {
        let children = children(of: alarm.name)
        switch occasion {
        case .put:
            // None but a new one has insufficient data.
            let verb = alarm.state.value == .insufficientData ? "created" : "updated"
            let text = "\(alarm.arn(account)) was \(verb) and its alarm rule evaluates to \(value.rawValue)"
            return (text, triggering(children))
        case .changed(let names):
            let changed = children.filter { names.contains($0.name) }
            let text = changed.first.map { child in
                let moment = Timestamp(nanosecondsSinceEpoch: child.state.transitioned ?? child.state.updated)
                return "\(child.arn(account)) transitioned to \(child.state.value.rawValue) at \(moment.inWords)"
            }
            return (text ?? "The alarm rule evaluates to \(value.rawValue)", triggering(changed))
        }
    }

    private func triggering(_ children: [any StatefulAlarm]) -> String {
        let alarms: [JSON] = children.map { child in
            let moment = AlarmTransition.moment(child.state.transitioned ?? child.state.updated)
            let state: JSON = ["value": .string(child.state.value.rawValue), "timestamp": .string(moment)]
            return ["arn": .string(child.arn(account)), "state": state]
        }
        return JSON.object(JSON.Object([("triggeringAlarms", .array(alarms))])).text
    }
}

extension Timestamp {
    /// `Friday 04 August, 2023 12:54:46 UTC`.
    fileprivate var inWords: String {
        let days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
        let months = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ]
        let time = CalendarTime(self)
        let day = time.day < 10 ? "0\(time.day)" : "\(time.day)"
        return "\(days[time.weekday]) \(day) \(months[time.month - 1]), \(time.year) \(time.clock) UTC"
    }
}
