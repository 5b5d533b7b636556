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

    static func initial(_ now: Timestamp) -> AlarmState {
        AlarmState(
            value: .insufficientData,
            reason: "Unchecked: Initial alarm creation",
            updated: now.nanosecondsSinceEpoch
        )
    }
}
