import AWSClient

/// A reader's rating of a book, an item of the table `ratings`.
package struct RatingItem: Hashable, Sendable {
    package var userID: String
    package var bookID: String
    /// 1 … 5.
    package var rating: Int
    /// Milliseconds since 1970.
    package var ratedAt: Int

    package init(userID: String, bookID: String, rating: Int, ratedAt: Int) {
        self.userID = userID
        self.bookID = bookID
        self.rating = rating
        self.ratedAt = ratedAt
    }

    package static func key(userID: String, bookID: String) -> DynamoDB.Item {
        ["user_id": .s(userID), "book_id": .s(bookID)]
    }

    package var item: DynamoDB.Item {
        var item = Self.key(userID: userID, bookID: bookID)
        item["rating"] = .n(rating)
        item["rated_at"] = .n(ratedAt)
        return item
    }

    /// `nil` for an item that lacks one of the attributes.
    package init?(_ item: DynamoDB.Item) {
        guard let userID = item["user_id"]?.stringValue, let bookID = item["book_id"]?.stringValue,
            let rating = item["rating"]?.intValue, let ratedAt = item["rated_at"]?.intValue
        else { return nil }
        self.init(userID: userID, bookID: bookID, rating: rating, ratedAt: ratedAt)
    }
}
