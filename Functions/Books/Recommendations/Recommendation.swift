/// A book for a reader, and why.
package struct Recommendation: Hashable, Sendable {
    package var bookID: String
    /// Comparable within one list only: 1 is the best of a list.
    package var score: Double
    package var reason: Reason

    package init(bookID: String, score: Double, reason: Reason) {
        self.bookID = bookID
        self.score = score
        self.reason = reason
    }

    package enum Reason: Hashable, Sendable {
        case similarReaders(Support)
        /// Many readers have rated it.
        case popular
    }

    /// Who speaks for a book.
    package struct Support: Hashable, Sendable {
        /// Similar readers who have rated it.
        package var readers: Int
        /// The reader's own books that these readers are similar by, the weightiest first.
        package var because: [String]
        package var isOfKnownAuthor: Bool
        package var isOfKnownSeries: Bool

        package init(readers: Int, because: [String], isOfKnownAuthor: Bool, isOfKnownSeries: Bool) {
            self.readers = readers
            self.because = because
            self.isOfKnownAuthor = isOfKnownAuthor
            self.isOfKnownSeries = isOfKnownSeries
        }
    }
}
