/// How many readers gave a book one star, two stars … five stars.
///
/// The only aggregate that is stored: count and average follow from it, so they cannot disagree with it.
package struct RatingTally: Hashable, Sendable {
    /// The stars a reader may give.
    package static let stars = 1...5

    /// How many gave 1 … 5 stars, in this order.
    package private(set) var counts: [Int] = Array(repeating: 0, count: RatingTally.stars.count)

    package init() {}

    /// Counts in the order of the stars; missing and negative ones count as none, further ones are left out.
    package init(counts: some Sequence<Int>) {
        for (index, count) in counts.prefix(Self.stars.count).enumerated() { self.counts[index] = max(0, count) }
    }

    package var count: Int { counts.reduce(0, +) }

    /// The mean of all ratings, rounded to hundredths; `nil` where there is none.
    package var average: Double? {
        guard count > 0 else { return nil }
        let sum = zip(Self.stars, counts).reduce(0) { $0 + $1.0 * $1.1 }
        return (Double(sum) / Double(count) * 100).rounded() / 100
    }

    package subscript(stars: Int) -> Int {
        get { Self.stars.contains(stars) ? counts[stars - 1] : 0 }
        set { if Self.stars.contains(stars) { counts[stars - 1] = newValue } }
    }

    package mutating func apply(_ change: RatingChange) {
        if let old = change.old { self[old] -= 1 }
        self[change.new] += 1
    }
}

/// A reader's rating of one book, new or in place of an old one.
package struct RatingChange: Hashable, Sendable {
    package var old: Int?
    package var new: Int

    package init(old: Int?, new: Int) {
        self.old = old
        self.new = new
    }
}
