import Time

/// Results of an authorizer by identity, each until its time is over.
struct ResultCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private var entries: [Key: (value: Value, expiry: Timestamp)] = [:]
    private let limit: Int

    /// `limit`: how many there are at most. Where there is no room, all go that have expired, or else all.
    init(limit: Int) { self.limit = limit }

    func value(_ key: Key, at now: Timestamp) -> Value? {
        entries[key].flatMap { now < $0.expiry ? $0.value : nil }
    }

    mutating func insert(_ key: Key, _ value: Value, until expiry: Timestamp, at now: Timestamp) {
        if entries.count >= limit { entries = entries.filter { now < $0.value.expiry } }
        if entries.count >= limit { entries = [:] }
        entries[key] = (value, expiry)
    }
}
