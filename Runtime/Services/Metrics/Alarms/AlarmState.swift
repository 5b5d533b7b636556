import Time

/// What an alarm says, since when, and why.
struct AlarmState: Sendable, Codable, Hashable {
    enum Value: String, Sendable, Codable, CaseIterable {
        case insufficientData = "INSUFFICIENT_DATA"
        case alarm = "ALARM"
        case ok = "OK"
    }

    var value: Value
    var reason: String
    /// JSON.
    var reasonData: String?
    /// Nanoseconds since 1970.
    var updated: Int64
    /// When the value changed last, in nanoseconds since 1970; `nil` for one that never has.
    var transitioned: Int64?
    /// Of composite alarms that may not act for now.
    var suppression: ActionsSuppression?

    static func initial(_ now: Timestamp) -> AlarmState {
        AlarmState(
            value: .insufficientData,
            reason: "Unchecked: Initial alarm creation",
            updated: now.nanosecondsSinceEpoch
        )
    }
}
