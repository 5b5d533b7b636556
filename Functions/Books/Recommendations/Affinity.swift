import BookCatalog

/// How much a reader likes authors and series, by the stars given to their books.
struct Affinity {
    private var authors: [String: Double] = [:]
    private var series: [String: Double] = [:]
    private let tuning: Tuning

    init(tuning: Tuning) { self.tuning = tuning }

    mutating func add(_ book: Book, stars: Int) {
        let share = Double(stars) / 5
        if let author = book.authors.first { authors[author, default: 0] += share }
        if let name = book.series { series[name, default: 0] += share }
    }

    /// What a score is multiplied by, 1 for a book of authors and series new to the reader.
    func factor(_ book: Book) -> Double {
        1 + tuning.sameAuthor * min(ofAuthor(book), tuning.sameAuthorMost)
            + tuning.sameSeries * min(ofSeries(book), tuning.sameSeriesMost)
    }

    func ofAuthor(_ book: Book) -> Double { book.authors.first.flatMap { authors[$0] } ?? 0 }

    func ofSeries(_ book: Book) -> Double { book.series.flatMap { series[$0] } ?? 0 }
}
