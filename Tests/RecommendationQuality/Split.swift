import BookTables

/// Ratings divided at random within each reader: what the models may know, and what they should find.
package struct Split: Sendable {
    /// In the order of the file.
    package var known: [RatingItem] = []
    /// Books kept back, with their stars, by reader.
    package var keptBack: [String: [String: Int]] = [:]

    /// Which share is kept back.
    package enum Fold: String, Sendable, CaseIterable {
        /// A tenth for choosing parameters; another tenth, the test's, is left out altogether.
        case validation
        /// A tenth that no parameter was chosen by; all the rest is known.
        case test
    }

    /// The same for the same seed, in whatever order the ratings come.
    package init(_ ratings: [RatingItem], fold: Fold, seed: UInt64) {
        for readers in Dictionary(grouping: ratings, by: \.userID).sorted(by: { $0.key < $1.key }).map(\.value) {
            var random = SplitMix(state: seed ^ Self.hash(readers[0].userID))
            let shuffled = readers.sorted { $0.bookID < $1.bookID }.shuffled(using: &random)
            let share = max(1, shuffled.count / 10)
            let test = shuffled.prefix(share)
            let validation = shuffled.dropFirst(share).prefix(share)
            let hidden = fold == .test ? test : validation
            keptBack[readers[0].userID] = Dictionary(hidden.map { ($0.bookID, $0.rating) }) { first, _ in first }
            known += fold == .test ? shuffled.dropFirst(share) : shuffled.dropFirst(2 * share)
        }
    }

    private static func hash(_ text: String) -> UInt64 {
        text.utf8.reduce(5381) { ($0 &* 33) ^ UInt64($1) }
    }
}

/// SplitMix64, by Sebastiano Vigna: small, and the same everywhere.
package struct SplitMix: RandomNumberGenerator {
    package var state: UInt64

    package init(state: UInt64) { self.state = state }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
