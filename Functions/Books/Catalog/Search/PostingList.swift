/// The books of one word, ordered by `Posting.precedes`, so that lists are intersected by binary search.
///
/// Stored as bytes, about 12 for a book: a version, then for each book the length of its id and the id,
/// popularity (seven bits) and whether the word is in an author's name (the highest), position and length of the title
/// (four bits each), year and language (two bytes each, low byte first).
package struct PostingList: Hashable, Sendable {
    package let postings: [Posting]

    /// Postings in any order; of several for one book the first is kept.
    package init(_ postings: [Posting] = []) {
        var ordered: [Posting] = []
        ordered.reserveCapacity(postings.count)
        for posting in postings.sorted(by: Posting.precedes) where ordered.last?.bookID != posting.bookID {
            ordered.append(posting)
        }
        self.postings = ordered
    }

    package var isEmpty: Bool { postings.isEmpty }
    package var count: Int { postings.count }

    /// Logarithmic in the length of the list.
    package func find(_ other: Posting) -> Posting? {
        var low = 0
        var high = postings.count
        while low < high {
            let middle = (low + high) / 2
            if Posting.precedes(postings[middle], other) { low = middle + 1 } else { high = middle }
        }
        guard low < postings.count, postings[low].bookID == other.bookID else { return nil }
        return postings[low]
    }
}

// MARK: - Bytes

extension PostingList {
    private static let version: UInt8 = 1
    private static let noYear = Int16.min

    package var bytes: [UInt8] {
        var bytes = [Self.version]
        bytes.reserveCapacity(1 + postings.count * 14)
        for posting in postings {
            let facts = posting.facts
            bytes.append(UInt8(clamping: posting.bookID.utf8.count))
            bytes += posting.bookID.utf8.prefix(255)
            bytes.append(facts.popularity | (posting.place.isInAuthor ? 0x80 : 0))
            bytes.append(posting.place.titleNibble | facts.titleLength << 4)
            let year = UInt16(bitPattern: facts.year ?? Self.noYear)
            bytes += [UInt8(year & 0xFF), UInt8(year >> 8)]
            bytes += [UInt8(facts.language & 0xFF), UInt8(facts.language >> 8)]
        }
        return bytes
    }

    /// `nil` for bytes that are no list of this version.
    package init?(bytes: [UInt8]) {
        guard bytes.first == Self.version else { return nil }
        var postings: [Posting] = []
        postings.reserveCapacity(bytes.count / 12)
        var index = 1
        while index < bytes.count {
            let idEnd = index + 1 + Int(bytes[index])
            guard idEnd + 6 <= bytes.count else { return nil }
            let id = String(decoding: bytes[(index + 1)..<idEnd], as: UTF8.self)
            postings.append(Self.posting(id, bytes[idEnd..<(idEnd + 6)]))
            index = idEnd + 6
        }
        self.postings = postings
    }

    private static func posting(_ id: String, _ bytes: ArraySlice<UInt8>) -> Posting {
        let start = bytes.startIndex
        func pair(_ offset: Int) -> UInt16 { UInt16(bytes[start + offset]) | UInt16(bytes[start + offset + 1]) << 8 }
        let year = Int16(bitPattern: pair(2))
        let facts = BookFacts(
            popularity: bytes[start] & 0x7F,
            titleLength: bytes[start + 1] >> 4,
            year: year == noYear ? nil : year,
            language: pair(4)
        )
        let place = WordPlace(titleNibble: bytes[start + 1] & 15, isInAuthor: bytes[start] & 0x80 != 0)
        return Posting(bookID: id, facts: facts, place: place)
    }
}
