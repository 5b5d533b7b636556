import BookCatalog
import Testing

struct SearchTests {
    /// A small catalogue with known readers, indexed as the loader indexes it.
    static let terms: [String: IndexTerm] = {
        var builder = IndexBuilder()
        for book in books { builder.add(book) }
        return Dictionary(uniqueKeysWithValues: builder.terms.map { ($0, builder.term($0)) })
    }()

    static let books: [Book] = [
        book("hp1", "Harry Potter and the Sorcerer's Stone (Harry Potter, #1)", ["J.K. Rowling"], 4_600_000, 1997),
        book("hp2", "Harry Potter and the Chamber of Secrets (Harry Potter, #2)", ["J.K. Rowling"], 1_700_000, 1998),
        book("hpf", "Harry Potter: Film Wizardry", ["Brian Sibley"], 45_000, 2010),
        book("ring1", "The Fellowship of the Ring (The Lord of the Rings, #1)", ["J.R.R. Tolkien"], 1_700_000, 1954),
        book("ring", "The Lord of the Rings", ["J.R.R. Tolkien"], 390_000, 1955),
        book("hobbit", "The Hobbit", ["J.R.R. Tolkien"], 2_000_000, 1937),
        book("bio", "Tolkien", ["Humphrey Carpenter"], 9_000, 1977),
        book("sol", "One Hundred Years of Solitude", ["Gabriel García Márquez"], 490_000, 1967, "es"),
        book("cholera", "Love in the Time of Cholera", ["Gabriel García Márquez"], 280_000, 1985, "spa"),
        book("1984", "Nineteen Eighty-Four", ["George Orwell"], 1_900_000, 1949),
        book("1984b", "1984", ["George Orwell"], 1_500_000, 1949),
        book("hg", "The Hunger Games (The Hunger Games, #1)", ["Suzanne Collins"], 4_700_000, 2008),
        book("hgm", "The Hunger Games: Official Movie Companion", ["Kate Egan"], 120_000, 2012),
        book("it", "It", ["Stephen King"], 290_000, 1986),
        book("king", "The King", ["J.R. Ward"], 17_000, 2014),
        book("hunger", "Hunger", ["Knut Hamsun"], 30_000, 1890, "no"),
        book("sea", "The Sea, the Sea", ["Iris Murdoch"], 20, 1978),
        book("sea2", "The Sea Wolf", ["Jack London"], 900_000, 1904),
        book("art", "The Art of War", ["Sun Tzu"], 3, -500),
        book("artemis", "Artemis", ["Andy Weir"], 2_000_000, 2017),
        book("invisible", "Invisible Man", ["Ralph Ellison"], 160_000, 1952),
        book("invisible2", "The Invisible Man", ["H.G. Wells"], 120_000, 1897),
    ]

    private static func book(
        _ id: String,
        _ title: String,
        _ authors: [String],
        _ readers: Int,
        _ year: Int,
        _ language: String = "en"
    ) -> Book {
        let published = PublishedRatings(average: 4, count: readers)
        return Book(id: id, title: title, authors: authors, year: year, language: language, published: published)
    }

    private func find(_ query: SearchQuery, limit: Int = 10) -> [String] {
        let terms = Self.terms.filter { query.terms.contains($0.key) }
        return Search(query, terms: terms).best(limit).map(\.bookID)
    }

    @Test(arguments: [
        ("harry potter", ["hp1", "hp2", "hpf"]),
        ("HARRY, Potter!", ["hp1", "hp2", "hpf"]),
        ("tolkien ring", ["ring1", "ring"]),
        ("tolkien", ["hobbit", "ring1"]),
        ("j r r tolkien", ["hobbit", "ring1", "ring"]),
        ("gabriel garcia marquez", ["sol", "cholera"]),
        ("Márquez", ["sol", "cholera"]),
        ("1984", ["1984b"]),
        ("nineteen eighty four", ["1984"]),
        ("hung gam", ["hg", "hgm"]),
        ("hunger", ["hunger", "hg", "hgm"]),
        ("The Sea, the Sea", ["sea", "sea2"]),
        ("the sea wolf", ["sea2"]),
        ("art", ["art", "artemis"]),
        ("arte", ["artemis"]),
        ("invisible man", ["invisible", "invisible2"]),
        ("the lord of the rings", ["ring", "ring1"]),
        ("it", ["it"]),
        ("king", ["king", "it"]),
        ("sorcerers ston", ["hp1"]),
        ("qqqq", []),
    ])
    func findsWhatAReaderExpects(_ text: String, _ expected: [String]) {
        let found = find(SearchQuery(text: text))
        #expect(Array(found.prefix(expected.count)) == expected)
        if expected.isEmpty { #expect(found.isEmpty) }
    }

    @Test func findsMostWordsWhereNoBookHasAll() {
        #expect(find(SearchQuery(text: "harry potter wizzard")).first == "hp1")
        #expect(find(SearchQuery(text: "solitude wizzard zebra")) == [])
    }

    @Test func keepsWordsToTheirFields() {
        var byAuthor = SearchQuery()
        byAuthor.add("tolkien", in: .author)
        #expect(find(byAuthor) == ["hobbit", "ring1", "ring"])
        var byTitle = SearchQuery()
        byTitle.add("tolkien", in: .title)
        #expect(find(byTitle) == ["bio"])
        byTitle.add("carpenter", in: .author)
        #expect(find(byTitle) == ["bio"])
    }

    @Test func filtersYearsAndLanguages() {
        var query = SearchQuery(text: "orwell")
        query.filter = SearchFilter(minYear: 1950)
        #expect(find(query) == [])
        var spanish = SearchQuery()
        spanish.filter = SearchFilter(language: "es-MX")
        #expect(find(spanish) == ["sol", "cholera"])
        var old = SearchQuery()
        old.filter = SearchFilter(maxYear: 1937)
        #expect(find(old).prefix(2) == ["hobbit", "sea2"])
    }

    @Test func givesNoMoreThanWanted() {
        #expect(find(SearchQuery(text: "tolkien"), limit: 2) == ["hobbit", "ring1"])
        #expect(find(SearchQuery(text: "tolkien"), limit: 0) == [])
    }

    @Test func takesNoMoreWordsThanTheLimit() {
        let text = (0..<100).map { "word\($0)" }.joined(separator: " ")
        #expect(SearchQuery(text: text).words.count == CatalogLimits.queryWords)
    }
}
