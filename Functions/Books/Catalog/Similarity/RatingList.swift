/// One rating in a packed list: of a book in a reader's profile, or of a reader in a book's list.
package struct ListedRating: Hashable, Sendable {
    /// The id of the book, or of the reader.
    package var id: String
    /// 1 … 5.
    package var stars: Int
    /// How many ratings that book or that reader had when this was written.
    package var level: RatingLevel

    package init(id: String, stars: Int, level: RatingLevel) {
        self.id = id
        self.stars = stars
        self.level = level
    }
}

/// Ratings as bytes: a version, then for each the length of its id and the id, the stars, and the level.
///
/// Read in place: thousands of them are looked at for one recommendation, and only a few of the ids are ever needed as
/// text. A list that is broken off in the middle ends there.
package struct RatingList: Hashable, Sendable {
    package private(set) var bytes: [UInt8]
    private static let version: UInt8 = 1

    package init(_ ratings: some Sequence<ListedRating> = []) {
        bytes = [Self.version]
        for rating in ratings { append(rating) }
    }

    /// `nil` for bytes that are no list of this version.
    package init?(bytes: [UInt8]) {
        guard bytes.first == Self.version else { return nil }
        self.bytes = bytes
    }

    package mutating func append(_ rating: ListedRating) {
        let id = rating.id.utf8.prefix(255)
        bytes.append(UInt8(id.count))
        bytes += id
        bytes.append(UInt8(clamping: rating.stars))
        bytes.append(rating.level.step)
    }

    package var ratings: [ListedRating] {
        var ratings: [ListedRating] = []
        forEach { ratings.append($0.rating) }
        return ratings
    }

    /// One rating where it stands in the bytes.
    package struct Element {
        let idBytes: UnsafeBufferPointer<UInt8>
        package let stars: Int
        package let level: RatingLevel

        /// Stands for the id: `Posting.key`.
        package var key: UInt64 {
            var hash: UInt64 = 0xCBF2_9CE4_8422_2325
            var index = 0
            // Called for every rating that is looked at: a plain loop, quick without an optimizer as well.
            while index < idBytes.count {
                hash = (hash ^ UInt64(idBytes[index])) &* 0x0000_0100_0000_01B3
                index += 1
            }
            return hash
        }

        package var id: String { String(decoding: idBytes, as: UTF8.self) }

        package var rating: ListedRating { ListedRating(id: id, stars: stars, level: level) }
    }

    /// Calls `body` for each rating, in order. The elements do not outlive the call.
    package func forEach(_ body: (Element) throws -> Void) rethrows {
        try bytes.withUnsafeBufferPointer { bytes in
            var index = 1
            while index < bytes.count {
                let end = index + 1 + Int(bytes[index])
                guard end + 2 <= bytes.count else { return }
                let id = UnsafeBufferPointer(rebasing: bytes[(index + 1)..<end])
                try body(Element(idBytes: id, stars: Int(bytes[end]), level: RatingLevel(step: bytes[end + 1])))
                index = end + 2
            }
        }
    }
}
