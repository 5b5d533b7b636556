/// The stage `recommendation`: which books readers without history are recommended, best first.
///
/// Books are ranked by their average rating, drawn towards that of all books the less, the more have rated it: ten
/// enthusiasts do not outweigh a hundred thousand readers.
package struct RecommendedPage: Codable, Hashable, Sendable {
    package struct Entry: Codable, Hashable, Sendable {
        package var book_id: String
        /// 0…5.
        package var score: Double
        /// The page that it stands on.
        var page: Int
    }

    package private(set) var best: [Entry]

    /// Entries that are kept, of a page and of a provider.
    package static let most = 50

    private static let averageOfAll = 3.6
    /// As many votes as weigh as much as the average of all books.
    private static let votesOfAll = 200.0

    package init() { best = [] }

    init(_ page: MappedPage, number: Int) {
        best = page.books.compactMap { book in
            guard let average = book.average, let votes = book.votes.map(Double.init) else { return nil }
            let score = (average * votes + Self.averageOfAll * Self.votesOfAll) / (votes + Self.votesOfAll)
            return Entry(book_id: book.id, score: (score * 1_000).rounded() / 1_000, page: number)
        }
        order()
    }

    /// The list of a provider with what is new of one page.
    func replacing(page number: Int, with other: RecommendedPage) -> RecommendedPage {
        var merged = self
        let ids = Set(other.best.map(\.book_id))
        merged.best.removeAll { $0.page == number || ids.contains($0.book_id) }
        merged.best += other.best
        merged.order()
        return merged
    }

    private mutating func order() {
        best.sort { ($1.score, $0.book_id) < ($0.score, $1.book_id) }
        best = Array(best.prefix(Self.most))
    }
}
