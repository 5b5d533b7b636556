/// What a page of a provider becomes, one made of the other. Each is kept under its own key for its own time and can be
/// invalidated by itself; those behind it are invalidated with it.
package enum Stage: String, CaseIterable, Codable, Sendable, CodingKeyRepresentable {
    /// The page as it was fetched.
    case raw
    /// The provider's rows as books of this catalogue, and why some could not be taken.
    case mapped
    /// What the search index says of these books: their words, and how much they are read.
    case calculated
    /// Which of them a reader without history is recommended, best first.
    case recommendation

    /// How long it holds. What is fetched may change any time; what is worked out of it changes with it.
    package var lifetime: Duration {
        switch self {
        case .raw: .seconds(3_600)
        case .mapped, .recommendation: .seconds(86_400)
        case .calculated: .seconds(7 * 86_400)
        }
    }

    /// Raised when the code that makes it changes: what older code made does not hold.
    var version: Int {
        switch self {
        case .raw, .mapped: 2
        case .calculated, .recommendation: 1
        }
    }

    /// This stage and all that is made of it.
    package var andFollowing: ArraySlice<Stage> { Self.allCases.drop { $0 != self } }
}

/// One stage of one page of one provider.
package struct StageKey: Hashable, Sendable {
    package var provider: String
    package var stage: Stage
    /// From 1.
    package var page: Int

    package init(provider: String, stage: Stage, page: Int) {
        self.provider = provider
        self.stage = stage
        self.page = page
    }

    /// The key in the cache: `import:openshelf:raw:12`.
    package var cacheKey: String { "import:\(provider):\(stage.rawValue):\(page)" }
    /// The partition key in the table: `stage#openshelf#raw`.
    package var scope: String { "stage#\(provider)#\(stage.rawValue)" }
    /// The sort key in the table: `page#00000012`.
    package var entry: String {
        let digits = String(page)
        return "page#" + String(repeating: "0", count: max(0, 8 - digits.count)) + digits
    }
}
