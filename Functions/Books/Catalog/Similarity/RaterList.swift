/// Who has rated a book: one of the parts into which the list of a book's readers is split.
///
/// Readers are spread over the parts by a hash of book and reader, so that those who rate a popular book at once seldom
/// meet in one part. A part keeps the readers with the smallest hashes. That is a sample as good as any, it comes out
/// the same in whatever order ratings arrive and however often one is repeated, and it leaves a full part alone more
/// and more often: of a book with 100,000 readers, one rating in 200 changes a part.
package struct RaterList: Hashable, Sendable {
    /// Parts of a book's list.
    package static let parts = 4
    /// Readers a part keeps, about 10 bytes each, at most 67.
    package static let mostReaders = 128

    package var bookID: String
    package var part: Int
    /// Readers, the smallest hash first. Their levels say how many books each had rated.
    package private(set) var readers: RatingList

    package init(bookID: String, part: Int, readers: RatingList = RatingList()) {
        self.bookID = bookID
        self.part = part
        self.readers = readers
    }

    /// The parts of a list of all readers of a book, those without readers included.
    package static func parts(bookID: String, all readers: [ListedRating]) -> [RaterList] {
        var ranked: [[(rank: UInt64, reader: ListedRating)]] = Array(repeating: [], count: parts)
        for reader in readers {
            let rank = rank(bookID: bookID, userID: reader.id)
            ranked[Int(rank % UInt64(parts))].append((rank, reader))
        }
        return ranked.enumerated().map { part, ranked in
            let kept = ranked.sorted { $0.rank < $1.rank }.prefix(mostReaders)
            return RaterList(bookID: bookID, part: part, readers: RatingList(kept.map(\.reader)))
        }
    }

    /// The part that holds this reader of the book, if any does.
    package static func part(bookID: String, userID: String) -> Int {
        Int(rank(bookID: bookID, userID: userID) % UInt64(parts))
    }

    /// Puts a reader in, or changes the stars of one who is in. False where the part stays what it was.
    @discardableResult
    package mutating func insert(_ reader: ListedRating) -> Bool {
        let ratings = readers.ratings
        let rank = rank(reader.id)
        if ratings.count >= Self.mostReaders, let last = ratings.last, self.rank(last.id) < rank { return false }
        var kept = ratings.filter { $0.id != reader.id }
        kept.insert(reader, at: kept.firstIndex { self.rank($0.id) > rank } ?? kept.count)
        let changed = RatingList(kept.prefix(Self.mostReaders))
        guard changed != readers else { return false }
        readers = changed
        return true
    }

    private func rank(_ userID: String) -> UInt64 { Self.rank(bookID: bookID, userID: userID) }

    /// FNV-1a over both ids, stirred so that all bits depend on all of them.
    static func rank(bookID: String, userID: String) -> UInt64 {
        var hash = Posting.key(of: bookID)
        hash = (hash ^ 0xFF) &* 0x0000_0100_0000_01B3
        for byte in userID.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        hash = (hash ^ hash >> 33) &* 0xFF51_AFD7_ED55_8CCD
        hash = (hash ^ hash >> 33) &* 0xC4CE_B9FE_1A85_EC53
        return hash ^ hash >> 33
    }
}
