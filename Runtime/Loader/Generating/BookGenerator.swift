import BookCatalog
import Time

/// Makes up books: the same ones for the same seed, with ids `g1`, `g2` …
///
/// As in a real catalogue a few authors write much and a few books are read by millions: both follow Zipf's law. No
/// such book exists, and the published ratings are made up like the rest.
package struct BookGenerator {
    private var random: SeededRandom
    private let authors: ZipfChoice
    private let authorCount: Int
    /// The rank in popularity of each book.
    private let ranks: [Int]
    private var made = 0

    package init(count: Int, seed: UInt64) {
        random = SeededRandom(seed: seed)
        ranks = (0..<max(0, count)).shuffled(using: &random)
        authorCount = max(1, count / 6)
        authors = ZipfChoice(count: authorCount, exponent: 0.8)
    }

    package mutating func next() -> Book {
        made += 1
        let rank = ranks.indices.contains(made - 1) ? ranks[made - 1] : made
        return Book(
            id: "g\(made)",
            title: title(),
            authors: authorNames(),
            year: year(),
            language: pick(["en", "en", "en", "en", "en", "en", "es", "fr", "de", "it", "pt", "ja", "ru"]),
            genres: [pick(Vocabulary.genres)],
            published: published(rank)
        )
    }

    private mutating func title() -> String {
        let title =
            switch Int.random(in: 0..<9, using: &random) {
            case 0: "The \(pick(Vocabulary.adjectives)) \(pick(Vocabulary.nouns))"
            case 1: "\(pick(Vocabulary.nouns)) of \(place())"
            case 2: "The \(pick(Vocabulary.nouns)) and the \(pick(Vocabulary.nouns))"
            case 3: "A \(pick(Vocabulary.nouns)) in \(place())"
            case 4: "\(pick(Vocabulary.givenNames))'s \(pick(Vocabulary.nouns))"
            case 5: "The \(pick(Vocabulary.nouns)) of the \(pick(Vocabulary.adjectives)) \(pick(Vocabulary.nouns))"
            case 6: "\(pick(Vocabulary.givenNames)) and the \(pick(Vocabulary.nouns)) of \(place())"
            case 7: "\(pick(Vocabulary.adjectives)) \(pick(Vocabulary.nouns)): \(pick(Vocabulary.subtitles))"
            default: "Beyond the \(pick(Vocabulary.adjectives)) \(pick(Vocabulary.nouns))"
            }
        guard Int.random(in: 0..<5, using: &random) == 0 else { return title }
        return "\(title) (\(pick(Vocabulary.nouns)) \(pick(["Saga", "Cycle", "Files"])), #\(volume()))"
    }

    private mutating func place() -> String {
        Bool.random(using: &random) ? pick(Vocabulary.places) : Vocabulary.coinedName(&random)
    }

    private mutating func volume() -> Int { Int.random(in: 1...7, using: &random) }

    private mutating func authorNames() -> [String] {
        let first = authorName(authors.next(&random))
        guard Int.random(in: 0..<10, using: &random) == 0 else { return [first] }
        let second = authorName(authors.next(&random))
        return first == second ? [first] : [first, second]
    }

    /// Names by number: the same author has the same name in every book.
    private func authorName(_ number: Int) -> String {
        var own = SeededRandom(seed: UInt64(number) &* 0x9E37_79B9 &+ 17)
        let given = Vocabulary.givenNames.randomElement(using: &own) ?? ""
        let known = Vocabulary.familyNames.randomElement(using: &own) ?? ""
        let family = Bool.random(using: &own) ? known : Vocabulary.coinedName(&own)
        guard Int.random(in: 0..<4, using: &own) == 0 else { return "\(given) \(family)" }
        let initial = Vocabulary.givenNames.randomElement(using: &own)?.first.map(String.init) ?? ""
        return "\(given) \(initial). \(family)"
    }

    /// Most books are young.
    private mutating func year() -> Int {
        let age = -Double.log(1 - Double.random(in: 0..<1, using: &random)) * 18
        return 2_025 - min(220, Int(age))
    }

    private mutating func published(_ rank: Int) -> PublishedRatings {
        let readers = 5_000_000 / Double.power(Double(rank) + 12, 0.95)
        let average = min(4.8, max(2.2, 3.9 + 0.3 * Double.normal(&random)))
        return PublishedRatings(average: (average * 100).rounded() / 100, count: max(3, Int(readers)))
    }

    private mutating func pick(_ words: [String]) -> String { words.randomElement(using: &random) ?? "" }
}
