/// What a reader has rated, in one piece: all that is needed to compare two readers.
package struct ReaderProfile: Hashable, Sendable {
    /// Ratings a profile keeps: the latest ones.
    package static let mostRatings = 500

    package var userID: String
    /// Books, the one rated last at the end. Their levels say how many had rated the book.
    package var ratings: RatingList
    /// Goes up with every change, so that what was calculated from an older state is known to be stale.
    package var version: Int
    /// Older ratings that the profile does not hold.
    package var dropped: Int
    /// The last rating, in milliseconds since 1970.
    package var ratedAt: Int

    package init(
        userID: String,
        ratings: RatingList = RatingList(),
        version: Int = 0,
        dropped: Int = 0,
        ratedAt: Int = 0
    ) {
        self.userID = userID
        self.ratings = ratings
        self.version = version
        self.dropped = dropped
        self.ratedAt = ratedAt
    }

    /// A profile of all of a reader's ratings, in the order they were given.
    package init(userID: String, all ratings: [ListedRating], version: Int, ratedAt: Int) {
        self.init(
            userID: userID,
            ratings: RatingList(ratings.suffix(Self.mostRatings)),
            version: version,
            dropped: max(0, ratings.count - Self.mostRatings),
            ratedAt: ratedAt
        )
    }

    /// How many books the reader has rated.
    package var count: Int {
        var count = dropped
        ratings.forEach { _ in count += 1 }
        return count
    }

    package func stars(of bookID: String) -> Int? {
        var stars: Int?
        ratings.forEach { if $0.id == bookID { stars = $0.stars } }
        return stars
    }

    /// The profile after a rating. `isNew`: the reader had not rated this book before.
    package func rating(_ rating: ListedRating, isNew: Bool, at ratedAt: Int) -> ReaderProfile {
        var kept = ratings.ratings.filter { $0.id != rating.id }
        // What is rated again but not in the profile was dropped from it earlier.
        let wasDropped = !isNew && stars(of: rating.id) == nil
        kept.append(rating)
        var profile = self
        profile.ratings = RatingList(kept.suffix(Self.mostRatings))
        profile.dropped = max(0, dropped + kept.count - min(kept.count, Self.mostRatings) - (wasDropped ? 1 : 0))
        profile.version += 1
        profile.ratedAt = max(self.ratedAt, ratedAt)
        return profile
    }
}
