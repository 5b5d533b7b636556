import BookCatalog
import Testing

struct IndexTests {
    private let places = [
        WordPlace(title: .main(0)), WordPlace(title: .main(13), isInAuthor: true), WordPlace(title: .elsewhere),
        WordPlace(title: .none, isInAuthor: true),
    ]

    @Test func postingsSurviveTheirBytes() throws {
        let postings = places.enumerated().map { index, place in
            let facts = BookFacts(popularity: 127, titleLength: 15, year: index == 0 ? nil : -750, language: 0x7FFF)
            return Posting(bookID: "book/\(index)-é", facts: facts, place: place)
        }
        let list = PostingList(postings)
        #expect(PostingList(bytes: list.bytes) == list)
        #expect(list.postings.allSatisfy { list.find($0) == $0 })
        #expect(PostingList(bytes: PostingList().bytes) == PostingList())
    }

    @Test func refusesOtherBytes() {
        let list = PostingList([Posting(bookID: "b", facts: BookFacts(), place: places[0])])
        #expect(PostingList(bytes: []) == nil)
        #expect(PostingList(bytes: [9]) == nil)
        for length in 2..<list.bytes.count { #expect(PostingList(bytes: Array(list.bytes.prefix(length))) == nil) }
    }

    @Test func indexesWordsAndTheirStarts() {
        var builder = IndexBuilder()
        builder.add(Book(id: "a", title: "The Unbearable Lightness", authors: ["Milan Kundera"], language: "ces"))
        #expect(builder.term("unbearable").words.postings.map(\.bookID) == ["a"])
        #expect(builder.term("unbearab").prefixed.count == 1)
        #expect(builder.term("unbearabl").prefixed.isEmpty)
        #expect(builder.term("milan").words.count == 1)
        #expect(builder.term("milan").prefixed.isEmpty)
        #expect(builder.term("the").words.isEmpty)
        #expect(builder.term(IndexTerm.language("cze")).words.count == 1)
        #expect(builder.term(IndexTerm.everything).words.count == 1)
    }

    @Test func keepsThePopularWhereAListIsCut() {
        var builder = IndexBuilder()
        let count = IndexTerm.longestPrefixList + 500
        for number in 0..<count {
            let readers = number < IndexTerm.longestPrefixList ? 1_000 : 1
            let published = PublishedRatings(average: 4, count: readers)
            builder.add(Book(id: "\(number)", title: "House\(number)", published: published))
        }
        let list = builder.term("house").prefixed
        #expect(list.count == IndexTerm.longestPrefixList)
        #expect(list.postings.allSatisfy { $0.facts.popularity > Popularity.of(ratings: 1) })
    }

    @Test func partitionsShareTheTerms() {
        var whole = IndexBuilder()
        var parts = (0..<3).map { IndexBuilder(partition: .init(index: $0, count: 3)) }
        for book in SearchTests.books {
            whole.add(book)
            for index in parts.indices { parts[index].add(book) }
        }
        #expect(parts.flatMap(\.terms).sorted() == whole.terms)
        for part in parts { #expect(part.terms.allSatisfy { part.term($0) == whole.term($0) }) }
    }

    @Test func popularityGrowsAndEnds() {
        let values = [0, 1, 2, 10, 1_000, 1_000_000, .max].map(Popularity.of)
        #expect(values.first == 0)
        #expect(values == values.sorted())
        #expect(values.last == 127)
        #expect(Popularity.of(ratings: -5) == 0)
    }

    @Test(arguments: [("eng", "en"), ("en-US", "en"), ("FRE", "fr"), ("grc", "grc"), ("", "")])
    func normalizesLanguages(_ code: String, _ normalized: String) {
        #expect(Language.normalized(code) == normalized)
    }
}
