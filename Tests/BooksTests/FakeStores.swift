import BookCatalog
import BookTables
import RecommendationQuality
import Synchronization

@testable import Books

/// The tables of the book service in memory.
final class FakeStores: BookStore, TermStore, RatingStore {
    private let state = Mutex((books: [String: Book](), ratings: [RatingItem](), versions: [String: Int]()))
    private let index: [String: IndexTerm]

    init(_ books: [Book] = SearchTests.books) {
        var builder = IndexBuilder()
        for book in books { builder.add(book) }
        index = Dictionary(uniqueKeysWithValues: builder.terms.map { ($0, builder.term($0)) })
        state.withLock { $0.books = Dictionary(uniqueKeysWithValues: books.map { ($0.id, $0) }) }
    }

    /// The service on these tables, with a clock that stands still.
    var service: BookService {
        var service = BookService(
            books: self,
            terms: self,
            ratings: self,
            similarity: self,
            refreshes: FakeRefreshes(self)
        )
        service.now = { 1_700_000_000_000 }
        return service
    }

    func books(_ ids: [String]) -> [String: Book] {
        state.withLock { state in state.books.filter { ids.contains($0.key) } }
    }

    func terms(_ texts: [String]) -> [String: IndexTerm] { index.filter { texts.contains($0.key) } }

    func rate(_ rating: RatingItem) -> RateOutcome {
        state.withLock { state in
            guard state.books[rating.bookID] != nil else { return .unknownBook }
            let old = state.ratings.first { $0.userID == rating.userID && $0.bookID == rating.bookID }
            state.ratings.removeAll { $0 == old }
            state.ratings.append(rating)
            let change = RatingChange(old: old?.rating, new: rating.rating)
            state.books[rating.bookID]?.tally.apply(change)
            state.versions[rating.userID, default: 0] += 1
            return .stored(change)
        }
    }

    func ratings(ofBook bookID: String, limit: Int, after: RatingPosition?) -> RatingPage {
        page(limit, after, id: \.userID) { $0.bookID == bookID }
    }

    func ratings(byUser userID: String, limit: Int, after: RatingPosition?) -> RatingPage {
        page(limit, after, id: \.bookID) { $0.userID == userID }
    }

    private func page(
        _ limit: Int,
        _ after: RatingPosition?,
        id: (RatingItem) -> String,
        where isMember: (RatingItem) -> Bool
    ) -> RatingPage {
        let all = state.withLock { $0.ratings }.filter(isMember)
        let start = after.flatMap { after in all.firstIndex { id($0) == after.id } }.map { $0 + 1 } ?? 0
        let ratings = Array(all[start...].prefix(limit))
        let last = ratings.last.map { RatingPosition(ratedAt: $0.ratedAt, id: id($0)) }
        return RatingPage(ratings: ratings, next: start + ratings.count < all.count ? last : nil)
    }
}

/// Profiles and lists as they follow from the ratings at each moment.
extension FakeStores: SimilarityStore {
    private var tables: MemoryStores {
        state.withLock { MemoryStores(books: Array($0.books.values), ratings: $0.ratings) }
    }

    func profile(of userID: String) -> ReaderProfile? {
        var profile = tables.profile(of: userID)
        profile?.version = state.withLock { $0.versions[userID, default: 0] }
        return profile
    }

    func profiles(_ userIDs: [String]) -> [ReaderProfile] { tables.profiles(userIDs) }
    func raters(of bookIDs: [String]) -> [String: [RatingList]] { tables.raters(of: bookIDs) }
    func popularBooks() -> [String] { tables.popularBooks() }
    func rated(by userID: String, among bookIDs: [String]) -> Set<String> { tables.rated(by: userID, among: bookIDs) }

    func invalidate(_ userID: String) -> Bool {
        state.withLock { state in
            guard state.versions[userID] != nil else { return false }
            state.versions[userID, default: 0] += 1
            return true
        }
    }

    /// Who has rated, in order.
    var readers: [String] { state.withLock { Set($0.ratings.map(\.userID)).sorted() } }
}
