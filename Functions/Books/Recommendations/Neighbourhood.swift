import BookCatalog

/// A reader beside similar ones, with the cosine of their ratings and all the books they have rated.
///
/// A book's weight in the cosine falls with the number of its readers. How many these are is told by the profiles: the
/// greatest number that any of them knows.
struct Neighbourhood {
    struct Neighbour {
        /// The similarity, sharpened.
        var weight: Double
        /// In `ratings`.
        var ratings: Range<Int>
    }

    struct Rating {
        /// In `books`.
        var book: Int
        var stars: Double
    }

    struct RatedBook {
        var id: String
        var level: RatingLevel
        /// The reader's own stars, 0 for a book the reader has not rated.
        var ownStars = 0.0
    }

    /// The reader's own books first.
    private(set) var books: [RatedBook] = []
    /// The most similar one first.
    private(set) var neighbours: [Neighbour] = []
    private(set) var ratings: [Rating] = []
    private var indices: [UInt64: Int] = [:]
    private let weights: LevelPower

    init(of reader: ReaderProfile, among profiles: [ReaderProfile], tuning: Tuning) {
        weights = LevelPower(-tuning.commonness)
        let own = append(reader.ratings)
        for rating in ratings[own] { books[rating.book].ownStars = rating.stars }
        // All levels have to be known before the first norm is taken.
        let others = profiles.filter { $0.userID != reader.userID }.map { append($0.ratings) }
        let norm = norm(own)
        var found: [(similarity: Double, ratings: Range<Int>)] = []
        for range in others {
            let similarity = product(range) / (norm * self.norm(range))
            if similarity > 0 { found.append((similarity, range)) }
        }
        found.sort { $0.similarity > $1.similarity }
        neighbours = found.prefix(tuning.neighbours).map {
            Neighbour(weight: power($0.similarity, tuning.sharpness), ratings: $0.ratings)
        }
    }

    /// A book's weight in a product of two readers' ratings.
    func weight(_ book: Int) -> Double { weights[books[book].level] }

    private mutating func append(_ list: RatingList) -> Range<Int> {
        let start = ratings.count
        list.forEach { ratings.append(Rating(book: index($0), stars: Double($0.stars))) }
        return start..<ratings.count
    }

    private mutating func index(_ rating: RatingList.Element) -> Int {
        let key = rating.key
        if let index = indices[key] {
            books[index].level = max(books[index].level, rating.level)
            return index
        }
        indices[key] = books.count
        books.append(RatedBook(id: rating.id, level: rating.level))
        return books.count - 1
    }

    private func product(_ range: Range<Int>) -> Double {
        ratings[range].reduce(0) { $0 + books[$1.book].ownStars * $1.stars * weight($1.book) }
    }

    /// Not zero, so that a profile without ratings is similar to none.
    private func norm(_ range: Range<Int>) -> Double {
        let square = ratings[range].reduce(0) { $0 + $1.stars * $1.stars * weight($1.book) }
        return max(square, .leastNormalMagnitude).squareRoot()
    }
}
