/// Whether what a stage holds is still good, decided before anything is fetched or computed.
package enum StageDecision: Hashable, Sendable {
    /// It holds.
    case keep
    /// Its time is up, but the provider can say whether it has changed since.
    case ask(etag: String)
    case make(Reason)

    package enum Reason: String, Hashable, Sendable {
        case absent
        case expired
        /// Somebody has declared it invalid.
        case invalidated
        /// It was made of something else than there is now.
        case otherSource
        /// It was made by older code.
        case otherVersion
    }

    /// - Parameters:
    ///   - generation: how often the stage has been invalidated.
    ///   - source: what it would be made of now.
    ///   - now: milliseconds since 1970.
    package init(_ stage: Stage, _ facts: StageEntry.Facts?, generation: Int, source: String, now: Int) {
        guard let facts else {
            self = .make(.absent)
            return
        }
        if facts.generation != generation {
            self = .make(.invalidated)
        } else if facts.version != stage.version {
            self = .make(.otherVersion)
        } else if facts.source != source {
            self = .make(.otherSource)
        } else if stage.timeLeft(facts, now: now) > 0 {
            self = .keep
        } else {
            self = facts.etag.map { .ask(etag: $0) } ?? .make(.expired)
        }
    }
}

extension Stage {
    /// Milliseconds for which an entry holds from `now` on. A clock that was set back prolongs nothing.
    func timeLeft(_ facts: StageEntry.Facts, now: Int) -> Int {
        min(facts.madeAt, now) + lifetime.milliseconds - now
    }
}

extension Duration {
    var milliseconds: Int { Int(components.seconds) * 1_000 + Int(components.attoseconds / 1_000_000_000_000_000) }
}
