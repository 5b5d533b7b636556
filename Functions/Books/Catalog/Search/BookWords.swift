/// The words that a book is found by, each with its place.
///
/// The main title ends at the first colon, semicolon or bracket; what follows (subtitle, series) and the words of the
/// original title count as standing elsewhere. Stop words are left out.
package struct BookWords: Hashable, Sendable {
    /// Different words of the main title, 1 … 15 (more count as 15), and one for a subtitle, so that nobody takes the first part
    /// of a title for the whole; 0 where it has none.
    package let titleLength: Int
    package let places: [String: WordPlace]

    package init(_ book: Book) {
        let (main, rest) = Self.cut(book.title)
        let title = StopWords.removed(from: Words.split(main))
        var places: [String: WordPlace] = [:]
        for word in title where places[word] == nil { places[word] = WordPlace(title: .main(places.count)) }
        let length = places.count
        let elsewhere = [rest] + [book.originalTitle ?? ""]
        for word in elsewhere.flatMap({ StopWords.removed(from: Words.split($0)) }) where places[word] == nil {
            places[word] = WordPlace(title: .elsewhere)
        }
        for word in book.authors.flatMap({ StopWords.removed(from: Words.split($0)) }) {
            places[word, default: WordPlace(title: .none)].isInAuthor = true
        }
        titleLength = min(length + (rest.first == ":" || rest.first == ";" ? 1 : 0), 15)
        self.places = places
    }

    /// A title that starts with such a mark is all main title.
    private static func cut(_ title: String) -> (main: Substring, rest: String) {
        let start = title.firstIndex { "([:;".contains($0) } ?? title.endIndex
        let main = title[..<start]
        return Words.split(main).isEmpty ? (title[...], "") : (main, String(title[start...]))
    }
}

/// Where in a book's description a word stands.
package struct WordPlace: Hashable, Sendable {
    package enum Title: Hashable, Sendable {
        /// How many different words of the main title stand before it; from the fifteenth word on it counts as elsewhere.
        case main(Int)
        /// In the subtitle, the series or the original title.
        case elsewhere
        case none
    }

    package var title: Title
    package var isInAuthor = false

    package init(title: Title, isInAuthor: Bool = false) {
        self.title = title
        self.isInAuthor = isInAuthor
    }

    /// The nearer of two places: what a prefix keeps of several words.
    package func merged(with other: WordPlace) -> WordPlace {
        WordPlace(
            title: titleNibble <= other.titleNibble ? title : other.title,
            isInAuthor: isInAuthor || other.isInAuthor
        )
    }

    static let elsewhereNibble: UInt8 = 14
    static let noneNibble: UInt8 = 15

    /// The place as four bits.
    package var titleNibble: UInt8 {
        switch title {
        case .main(let position): UInt8(clamping: min(position, Int(Self.elsewhereNibble)))
        case .elsewhere: Self.elsewhereNibble
        case .none: Self.noneNibble
        }
    }

    package init(titleNibble: UInt8, isInAuthor: Bool) {
        switch titleNibble & 15 {
        case Self.noneNibble: title = .none
        case Self.elsewhereNibble: title = .elsewhere
        case let position: title = .main(Int(position))
        }
        self.isInAuthor = isInAuthor
    }
}
