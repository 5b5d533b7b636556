import AWSClient
import BookCatalog
import BookTables

/// All ratings of all readers, 24 bytes each.
struct RatingMatrix {
    private struct Entry {
        var reader: UInt32
        var book: UInt32
        var stars: UInt8
        var ratedAt: Int
    }

    /// Ids with numbers in the order of their coming.
    private struct Names {
        private(set) var all: [String] = []
        private var numbers: [String: UInt32] = [:]
        var counts: [Int] = []

        mutating func count(_ id: String) -> UInt32 {
            let number = numbers[id] ?? UInt32(all.count)
            if Int(number) == all.count {
                all.append(id)
                numbers[id] = number
                counts.append(0)
            }
            counts[Int(number)] += 1
            return number
        }
    }

    private var entries: [Entry] = []
    private var readers = Names()
    private var books = Names()

    mutating func add(_ rating: RatingItem) {
        entries.append(
            Entry(
                reader: readers.count(rating.userID),
                book: books.count(rating.bookID),
                stars: UInt8(clamping: rating.rating),
                ratedAt: rating.ratedAt
            )
        )
    }

    /// Ratings of each book.
    var bookCounts: [String: Int] { Dictionary(uniqueKeysWithValues: zip(books.all, books.counts)) }

    /// Calls `body` with the profile of every reader, at version 0.
    mutating func forEachProfile(_ body: (ReaderProfile) async throws -> Void) async rethrows {
        entries.sort { ($0.reader, $0.ratedAt, $0.book) < ($1.reader, $1.ratedAt, $1.book) }
        for range in ranges(by: \.reader) {
            let listed = entries[range].map { entry in
                ListedRating(id: books.all[Int(entry.book)], stars: Int(entry.stars), level: level(books, entry.book))
            }
            let last = entries[range.upperBound - 1]
            let userID = readers.all[Int(last.reader)]
            try await body(ReaderProfile(userID: userID, all: listed, version: 0, ratedAt: last.ratedAt))
        }
    }

    /// Calls `body` with every part of a book's list that has readers.
    mutating func forEachList(_ body: (RaterList) async throws -> Void) async rethrows {
        entries.sort { ($0.book, $0.reader) < ($1.book, $1.reader) }
        for range in ranges(by: \.book) {
            let listed = entries[range].map { entry in
                ListedRating(
                    id: readers.all[Int(entry.reader)],
                    stars: Int(entry.stars),
                    level: level(readers, entry.reader)
                )
            }
            let bookID = books.all[Int(entries[range.lowerBound].book)]
            for part in RaterList.parts(bookID: bookID, all: listed) where part.readers != RatingList() {
                try await body(part)
            }
        }
    }

    private func level(_ names: Names, _ number: UInt32) -> RatingLevel {
        RatingLevel(count: names.counts[Int(number)])
    }

    private func ranges(by path: KeyPath<Entry, UInt32>) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = 0
        for index in entries.indices
        where index + 1 == entries.count
            || entries[index + 1][keyPath: path] != entries[index][keyPath: path]
        {
            ranges.append(start..<(index + 1))
            start = index + 1
        }
        return ranges
    }
}
