import BookTables
import Time

/// Makes up readers `r1`, `r2` … and what they think of books: the same for the same books and seed.
///
/// Most readers rate a few dozen books and a few rate many hundreds (log-normal). Popular books are rated most (Zipf's
/// law). A reader has two favourite tastes, reads mostly within them and likes what is in them better.
struct RatingGenerator {
    /// How many ratings it makes: fewer than wanted where readers run out of books.
    let count: Int

    private let books: [RatedBook]
    private let quality: [Double]
    private let byTaste: [(books: [Int], choice: WeightedChoice)]
    private let all: WeightedChoice
    private let now: Int
    private var random: SeededRandom
    private var reader = Reader()

    private struct Reader {
        var number = 0
        /// Books still to be rated.
        var rest = 0
        var favourites: [Int] = []
        var kindness = 0.0
        var rated: Set<Int> = []
    }

    private static let averageActivity = 30.0
    private static let yearMilliseconds = 365 * 86_400_000

    init(books: [RatedBook], count: Int, seed: UInt64, now: Int) {
        var random = SeededRandom(seed: seed)
        // Shuffled, so that among books nobody knows some become popular.
        let books = books.sorted { $0.id < $1.id }.shuffled(using: &random)
        let ranked = books.enumerated().sorted { ($1.element.readers, $0.offset) < ($0.element.readers, $1.offset) }
        let ordered = ranked.map(\.element)
        let weights = ordered.indices.map { 1 / Double.power(Double($0) + 3, 0.9) }
        self.books = ordered
        self.count = books.isEmpty ? 0 : max(0, count)
        self.now = now
        quality = ordered.map { _ in 3.9 + 0.35 * Double.normal(&random) }
        all = WeightedChoice(weights)
        byTaste = (0..<RatedBook.tastes).map { taste in
            let members = ordered.indices.filter { ordered[$0].taste == taste }
            return (members, WeightedChoice(members.map { weights[$0] }))
        }
        self.random = random
    }

    mutating func next() -> RatingItem {
        if reader.rest == 0 || reader.rated.count == books.count { nextReader() }
        reader.rest -= 1
        let book = nextBook()
        reader.rated.insert(book)
        let age = Int.random(in: 0..<3 * Self.yearMilliseconds, using: &random)
        return RatingItem(
            userID: "r\(reader.number)",
            bookID: books[book].id,
            rating: stars(book),
            ratedAt: now - age
        )
    }

    private mutating func nextReader() {
        let activity = Self.averageActivity * Double.exponential(0.9 * Double.normal(&random))
        reader = Reader(
            number: reader.number + 1,
            rest: max(1, min(Int(activity), books.count / 2)),
            favourites: (0..<2).map { _ in Int.random(in: 0..<RatedBook.tastes, using: &random) },
            kindness: 0.3 * Double.normal(&random)
        )
    }

    /// A book that the reader has not rated; after many attempts in vain the first such one.
    private mutating func nextBook() -> Int {
        for _ in 0..<40 {
            let book = drawnBook()
            if !reader.rated.contains(book) { return book }
        }
        return books.indices.first { !reader.rated.contains($0) } ?? 0
    }

    private mutating func drawnBook() -> Int {
        guard Int.random(in: 0..<10, using: &random) < 8 else { return all.next(&random) }
        let taste = byTaste[reader.favourites.randomElement(using: &random) ?? 0]
        return taste.books.isEmpty ? all.next(&random) : taste.books[taste.choice.next(&random)]
    }

    private mutating func stars(_ book: Int) -> Int {
        let liking = reader.favourites.contains(books[book].taste) ? 0.35 : -0.35
        let opinion = quality[book] + reader.kindness + liking + 0.8 * Double.normal(&random)
        return min(5, max(1, Int(opinion.rounded())))
    }
}

extension Double {
    fileprivate static func exponential(_ value: Double) -> Double { power(2.718_281_828_459_045, value) }
}
