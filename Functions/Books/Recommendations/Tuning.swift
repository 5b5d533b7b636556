import BookCatalog

/// The numbers of the recommender, chosen on a validation split of real ratings (see `Tests/Benchmarks/Recommendations`).
package struct Tuning: Hashable, Sendable {
    /// Lists of readers that are read for one recommendation: those of the books that say most about the reader.
    package var booksCompared = 100
    /// Readers whose profiles are read.
    package var readersCompared = 400
    /// Of these, the most similar ones count.
    package var neighbours = 400
    /// How fast a neighbour's say falls with similarity.
    package var sharpness = 1.25
    /// Two readers have less in common by a book the more others have read it: weight = readers ^ -this.
    package var commonness = 0.4
    /// Popular books are what any neighbour has read: score × readers ^ -this.
    package var popularityDamping = 0.45
    /// Books that come out of the neighbours' ratings and are looked at closer.
    package var shortlist = 100
    /// What five stars for a book by the same author add to a score, as a share of it, and for how many such books.
    package var sameAuthor = 0.2
    package var sameAuthorMost = 3.0
    /// The same for books of the same series.
    package var sameSeries = 0.4
    package var sameSeriesMost = 2.0

    package init() {}
}

/// A power of a number of ratings, by its level.
struct LevelPower {
    private let values: [Double]

    init(_ exponent: Double) {
        values = (0...255).map { power(RatingLevel(step: UInt8($0)).count, exponent) }
    }

    subscript(level: RatingLevel) -> Double { values[Int(level.step)] }
}
