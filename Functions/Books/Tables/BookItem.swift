import AWSClient
import BookCatalog

/// A book as an item of the table `books`.
package enum BookItem {
    package static func key(_ bookID: String) -> DynamoDB.Item { ["book_id": .s(bookID)] }

    /// Absent facts have no attribute. The counters are not written where nobody has rated.
    package static func item(_ book: Book) -> DynamoDB.Item {
        var item = key(book.id)
        item["title"] = .s(book.title)
        item["original_title"] = book.originalTitle.map(AttributeValue.s)
        item["authors"] = .l(book.authors.map(AttributeValue.s))
        item["year"] = book.year.map { .n($0) }
        item["language"] = book.language.map(AttributeValue.s)
        item["isbn"] = book.isbn.map(AttributeValue.s)
        if !book.genres.isEmpty { item["genres"] = .l(book.genres.map(AttributeValue.s)) }
        item["published_average"] = book.published.map { .n($0.average) }
        item["published_count"] = book.published.map { .n($0.count) }
        for stars in RatingTally.stars where book.tally[stars] > 0 { item[counter(stars)] = .n(book.tally[stars]) }
        return item
    }

    /// The attributes that hold what the catalogue knows of a book, its key and the counters apart.
    package static let facts = [
        "title", "original_title", "authors", "year", "language", "isbn", "genres", "published_average",
        "published_count",
    ]

    /// `nil` for an item without id or title.
    package static func book(_ item: DynamoDB.Item) -> Book? {
        guard let id = item["book_id"]?.stringValue, let title = item["title"]?.stringValue else { return nil }
        return Book(
            id: id,
            title: title,
            originalTitle: item["original_title"]?.stringValue,
            authors: strings(item["authors"]),
            year: item["year"]?.intValue,
            language: item["language"]?.stringValue,
            isbn: item["isbn"]?.stringValue,
            genres: strings(item["genres"]),
            published: published(item),
            tally: tally(item)
        )
    }

    /// The attribute that counts the ratings with so many stars.
    package static func counter(_ stars: Int) -> String { "rated_\(stars)" }

    package static func tally(_ item: DynamoDB.Item) -> RatingTally {
        RatingTally(counts: RatingTally.stars.map { item[counter($0)]?.intValue ?? 0 })
    }

    /// Goes up with every change of the counters, so that a recount notices what happened meanwhile.
    package static let version = "ratings_version"

    private static func published(_ item: DynamoDB.Item) -> PublishedRatings? {
        guard let average = item["published_average"]?.doubleValue, let count = item["published_count"]?.intValue
        else { return nil }
        return PublishedRatings(average: average, count: count)
    }

    private static func strings(_ value: AttributeValue?) -> [String] {
        value?.listValue?.compactMap(\.stringValue) ?? []
    }
}
