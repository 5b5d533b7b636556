/// A book of the catalogue, with what its readers think of it.
package struct Book: Hashable, Sendable {
    package var id: String
    package var title: String
    package var originalTitle: String?
    package var authors: [String]
    /// Of the first publication; negative before the common era.
    package var year: Int?
    package var language: String?
    package var isbn: String?
    package var genres: [String]
    /// What the source of the catalogue says about readers elsewhere.
    package var published: PublishedRatings?
    /// The ratings given here.
    package var tally: RatingTally

    package init(
        id: String,
        title: String,
        originalTitle: String? = nil,
        authors: [String] = [],
        year: Int? = nil,
        language: String? = nil,
        isbn: String? = nil,
        genres: [String] = [],
        published: PublishedRatings? = nil,
        tally: RatingTally = RatingTally()
    ) {
        self.id = id
        self.title = title
        self.originalTitle = originalTitle
        self.authors = authors
        self.year = year
        self.language = language
        self.isbn = isbn
        self.genres = genres
        self.published = published
        self.tally = tally
    }
}

/// Ratings that a catalogue brings along; they are shown and ranked by, never mixed with those given here.
package struct PublishedRatings: Hashable, Sendable {
    package var average: Double
    package var count: Int

    package init(average: Double, count: Int) {
        self.average = average
        self.count = count
    }
}

extension Book {
    /// The average of the ratings given here, the published one as long as there are none.
    package var averageRating: Double? { tally.average ?? published?.average }

    /// How many ratings stand behind `averageRating`.
    package var ratingsCount: Int { tally.count > 0 ? tally.count : published?.count ?? 0 }
}
