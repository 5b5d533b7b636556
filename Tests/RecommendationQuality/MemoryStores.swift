import BookCatalog
import BookRecommendations
import BookTables

/// The tables that the recommender reads, in memory, filled with ratings at once.
package struct MemoryStores: SimilarityStore, BookStore {
    private var profiles: [String: ReaderProfile] = [:]
    private var lists: [String: [RatingList]] = [:]
    private var catalogue: [String: Book]
    private var popular: [String]

    /// `books`: the catalogue; what it says of their readers here is replaced by the ratings.
    package init(books: [Book], ratings: [RatingItem]) {
        var byUser: [String: [RatingItem]] = [:]
        var byBook: [String: [RatingItem]] = [:]
        catalogue = Dictionary(books.map { ($0.id, $0) }) { first, _ in first }
        for rating in ratings {
            byUser[rating.userID, default: []].append(rating)
            byBook[rating.bookID, default: []].append(rating)
            if catalogue[rating.bookID] == nil {
                catalogue[rating.bookID] = Book(id: rating.bookID, title: rating.bookID)
            }
            catalogue[rating.bookID]?.tally[rating.rating] += 1
        }
        for (userID, ratings) in byUser {
            let listed = ratings.map { rating in
                ListedRating(
                    id: rating.bookID,
                    stars: rating.rating,
                    level: RatingLevel(count: byBook[rating.bookID]?.count ?? 0)
                )
            }
            profiles[userID] = ReaderProfile(userID: userID, all: listed, version: 1, ratedAt: 0)
        }
        for (bookID, ratings) in byBook {
            let listed = ratings.map { rating in
                ListedRating(
                    id: rating.userID,
                    stars: rating.rating,
                    level: RatingLevel(count: byUser[rating.userID]?.count ?? 0)
                )
            }
            lists[bookID] = RaterList.parts(bookID: bookID, all: listed).map(\.readers)
        }
        popular = byBook.sorted { ($0.value.count, $0.key) > ($1.value.count, $1.key) }.prefix(500).map(\.key)
    }

    package func profile(of userID: String) -> ReaderProfile? { profiles[userID] }
    package func profiles(_ userIDs: [String]) -> [ReaderProfile] { userIDs.compactMap { profiles[$0] } }
    package func raters(of bookIDs: [String]) -> [String: [RatingList]] {
        Dictionary(bookIDs.compactMap { id in lists[id].map { (id, $0) } }) { first, _ in first }
    }
    package func popularBooks() -> [String] { popular }
    package func rated(by userID: String, among bookIDs: [String]) -> Set<String> {
        Set(bookIDs.filter { profiles[userID]?.stars(of: $0) != nil })
    }
    package func invalidate(_ userID: String) -> Bool { profiles[userID] != nil }
    package func books(_ ids: [String]) -> [String: Book] {
        Dictionary(ids.compactMap { id in catalogue[id].map { (id, $0) } }) { first, _ in first }
    }
}
