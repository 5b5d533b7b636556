import BookCatalog

/// What has been prepared for comparing readers.
package protocol SimilarityStore: Sendable {
    /// A reader's profile as it is now; `nil` for who has rated nothing.
    func profile(of userID: String) async throws -> ReaderProfile?
    /// The profiles that exist, in no particular order; they may be a moment old.
    func profiles(_ userIDs: [String]) async throws -> [ReaderProfile]
    /// The parts of the books' lists of readers, by book; they may be a moment old.
    func raters(of bookIDs: [String]) async throws -> [String: [RatingList]]
    /// Books with many ratings, roughly the most popular first.
    func popularBooks() async throws -> [String]
    /// Which of these books the reader has rated.
    func rated(by userID: String, among bookIDs: [String]) async throws -> Set<String>
    /// Makes everything that was calculated for a reader stale. False for a reader who has rated nothing.
    func invalidate(_ userID: String) async throws -> Bool
}
