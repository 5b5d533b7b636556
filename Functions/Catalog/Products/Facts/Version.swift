/// Which of two events about one fact is the newer: the one with the greater number, and among equal numbers the one
/// with the greater id. That is a total order, so whatever order events come in, and however often, the same one wins.
package struct Version: Sendable, Hashable, Comparable {
    /// The source's own, or microseconds since 1970 where the source gives none. What JSON can hold exactly.
    package static let numbers = 1...9_007_199_254_740_991

    package var number: Int
    package var eventID: String

    package init(number: Int, eventID: String) {
        self.number = number
        self.eventID = eventID
    }

    package static func < (lhs: Self, rhs: Self) -> Bool { (lhs.number, lhs.eventID) < (rhs.number, rhs.eventID) }
}

/// What is known of a fact, and since which event.
package struct Versioned<Content: Codable & Sendable & Hashable>: Codable, Sendable, Hashable {
    package var version: Int
    package var event_id: String
    package var content: Content

    package init(_ content: Content, _ version: Version) {
        self.content = content
        self.version = version.number
        event_id = version.eventID
    }

    package var current: Version { Version(number: version, eventID: event_id) }
}
