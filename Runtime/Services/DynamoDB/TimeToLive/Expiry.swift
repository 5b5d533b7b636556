import Time

/// When an item expires, in whole seconds since 1970.
struct Expiry: Sendable, Hashable {
    /// Older ones than this are taken for a mistake, and their items stay.
    static let oldest = Duration.seconds(5 * 365 * 86_400)

    let seconds: Int

    /// Before it is 1970, and after it the year 2255: such a number is a mistake as well, perhaps milliseconds.
    private static let range = 0...9_000_000_000

    init(seconds: Int) { self.seconds = seconds }

    /// Rounds down.
    init?(_ number: Number) {
        guard let seconds = Int(number.text.prefix { $0 != "." }), Self.range.contains(seconds) else { return nil }
        self.seconds = seconds
    }

    /// The first moment at which the item has expired: its time is less than the current one.
    var due: Timestamp { instant + .seconds(1) }

    func isTooOld(at now: Timestamp) -> Bool { now - instant > Self.oldest }

    private var instant: Timestamp { Timestamp(nanosecondsSinceEpoch: Int64(seconds) * 1_000_000_000) }

    /// The times at which items that must go now expired: those before the second that runs, and not too old.
    static func due(at now: Timestamp) -> Range<Int> {
        let second = Int(now.millisecondsSinceEpoch / 1000)
        return second - Int(oldest.inSeconds)..<second
    }
}
