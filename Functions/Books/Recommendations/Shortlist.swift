import BookCatalog

/// The books that a reader's neighbours speak for most.
struct Shortlist {
    struct Entry {
        /// In the neighbourhood's books.
        var book: Int
        var id: String
        var score: Double
    }

    /// The best first.
    private(set) var entries: [Entry] = []

    init(_ neighbourhood: Neighbourhood, tuning: Tuning) {
        var sums = Array(repeating: 0.0, count: neighbourhood.books.count)
        for neighbour in neighbourhood.neighbours {
            for rating in neighbourhood.ratings[neighbour.ratings] {
                sums[rating.book] += neighbour.weight * rating.stars
            }
        }
        let damping = LevelPower(-tuning.popularityDamping)
        for (index, book) in neighbourhood.books.enumerated() where sums[index] > 0 && book.ownStars == 0 {
            entries.append(Entry(book: index, id: book.id, score: sums[index] * damping[book.level]))
        }
        entries.sort { ($0.score, $0.id) > ($1.score, $1.id) }
        entries = Array(entries.prefix(tuning.shortlist))
    }
}
