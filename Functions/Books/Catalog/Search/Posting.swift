/// One book in the list of one word: enough to rank it and to filter it without reading the book.
package struct Posting: Hashable, Sendable {
    package let bookID: String
    /// Lists are ordered by it; a hash of the id.
    package let key: UInt64
    package let facts: BookFacts
    package let place: WordPlace

    package init(bookID: String, facts: BookFacts, place: WordPlace) {
        self.bookID = bookID
        key = Posting.key(of: bookID)
        self.facts = facts
        self.place = place
    }

    /// FNV-1a, 64 bits.
    package static func key(of bookID: String) -> UInt64 {
        bookID.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }

    /// The order of a list: by key, then (two ids of one key) by id.
    package static func precedes(_ first: Posting, _ second: Posting) -> Bool {
        first.key != second.key ? first.key < second.key : first.bookID < second.bookID
    }
}

/// What every posting of a book repeats.
package struct BookFacts: Hashable, Sendable {
    /// 0 … 127, see `Popularity`.
    package var popularity: UInt8
    /// Words of the main title, 0 … 15.
    package var titleLength: UInt8
    package var year: Int16?
    /// See `Language.packed`.
    package var language: UInt16

    package init(popularity: UInt8 = 0, titleLength: UInt8 = 0, year: Int16? = nil, language: UInt16 = 0) {
        self.popularity = min(popularity, 127)
        self.titleLength = min(titleLength, 15)
        self.year = year
        self.language = language
    }

    /// `ratings`: those given here and elsewhere. `language`: its code.
    package init(ratings: Int, titleLength: Int, year: Int?, language: String?) {
        self.init(
            popularity: Popularity.of(ratings: ratings),
            titleLength: UInt8(clamping: titleLength),
            year: year.flatMap { Int16(exactly: $0) },
            language: Language.packed(language)
        )
    }
}

/// How much a book is read, on a scale of 0 … 127: ratings counted in powers of two, five and a half steps each.
package enum Popularity {
    package static let maximum = 127

    /// Eight million ratings and more are the maximum.
    package static func of(ratings: Int) -> UInt8 {
        let number = Double(max(0, ratings)) + 1
        let logarithm = Double(number.exponent) + number.significand - 1
        return UInt8(min(Double(maximum), logarithm * 5.5))
    }
}
