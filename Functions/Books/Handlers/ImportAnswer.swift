import BookImports
import FoundationEssentials

/// An import as clients see it.
struct ImportAnswer: Encodable {
    struct StageAnswer: Encodable {
        /// Pages for which it held already.
        var held: Int
        /// Pages for which it was fetched or computed.
        var made: Int
        /// Pages of which the provider said that they have not changed.
        var unchanged: Int
    }

    var import_id: String
    var provider: String
    /// `queued`, `running`, `paused`, `completed`, `failed`, or `stalled` where its worker is gone. All but the first
    /// two and `completed` go on when the import is asked for again.
    var status: String
    /// Why it failed, paused or waits.
    var reason: String?
    var pages: Int
    var rows: Int
    var books: Int
    var rejected: Int
    /// How many rows could not be taken, by reason.
    var reasons: [String: Int]
    var examples: [RejectedRows.Example]
    /// By stage.
    var stages: [String: StageAnswer]
    /// How often the provider failed or was not to be asked.
    var failures: Int
    var waits: Int
    /// ISO 8601, UTC.
    var started_at: String
    var updated_at: String
    var finished_at: String?
    /// Ids of the provider's best books.
    var recommended: [String]?

    init(_ state: ImportState, now: Int) {
        let totals = state.totals
        import_id = state.id
        provider = state.provider
        status = state.isStalled(now: now) ? "stalled" : state.status.rawValue
        reason = state.reason
        pages = totals.pages
        rows = totals.rows
        books = totals.books
        rejected = totals.rejected.count
        reasons = totals.rejected.reasons
        examples = totals.rejected.examples
        failures = totals.failures
        waits = totals.waits
        let pairs = Stage.allCases.map { stage in
            let work = totals.stages[stage] ?? .init()
            return (stage.rawValue, StageAnswer(held: work.held, made: work.made, unchanged: work.unchanged))
        }
        stages = Dictionary(uniqueKeysWithValues: pairs)
        started_at = Self.text(state.startedAt)
        updated_at = Self.text(state.updatedAt)
        finished_at = state.finishedAt.map(Self.text)
    }

    private static func text(_ milliseconds: Int) -> String {
        Date(timeIntervalSince1970: Double(milliseconds) / 1_000)
            .formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}
