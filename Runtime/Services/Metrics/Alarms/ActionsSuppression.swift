import Time

/// What keeps a composite alarm from acting on its state for now.
struct ActionsSuppression: Sendable, Codable, Hashable {
    enum Cause: String, Sendable, Codable {
        case waitPeriod = "WaitPeriod"
        case extensionPeriod = "ExtensionPeriod"
        case alarm = "Alarm"
    }

    var cause: Cause
    /// When a period is over, in nanoseconds since 1970.
    var end: Int64?
    /// The state that the alarm has acted on last.
    var told: AlarmState.Value
}

/// The alarm that keeps a composite alarm from acting: while it is in ALARM, for some time after, and before, so that it
/// can go off a little later than the composite alarm does.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm_Suppression.html
struct ActionsSuppressor: Sendable, Hashable {
    var alarm: AlarmReference
    var waitSeconds: Int64
    var extensionSeconds: Int64

    /// What keeps the alarm from acting on `value` from now on; `nil` when it may. `told` is what it has acted on last: an
    /// alarm that recovers while it waits has nothing to tell.
    func next(
        after current: ActionsSuppression?,
        told: AlarmState.Value,
        value: AlarmState.Value,
        isInAlarm: Bool,
        _ now: Timestamp
    ) -> ActionsSuppression? {
        if isInAlarm { return ActionsSuppression(cause: .alarm, told: told) }
        guard let current else {
            guard value == .alarm, value != told else { return nil }
            return period(.waitPeriod, waitSeconds, told, now)
        }
        switch current.cause {
        case .alarm: return period(.extensionPeriod, extensionSeconds, told, now)
        case .extensionPeriod: return current.isOver(now) ? nil : current
        case .waitPeriod: return current.isOver(now) || value == told ? nil : current
        }
    }

    private func period(
        _ cause: ActionsSuppression.Cause,
        _ seconds: Int64,
        _ told: AlarmState.Value,
        _ now: Timestamp
    ) -> ActionsSuppression? {
        guard seconds > 0 else { return nil }
        return ActionsSuppression(cause: cause, end: (now + .seconds(seconds)).nanosecondsSinceEpoch, told: told)
    }
}

extension ActionsSuppression {
    fileprivate func isOver(_ now: Timestamp) -> Bool { end.map { $0 <= now.nanosecondsSinceEpoch } ?? false }
}
