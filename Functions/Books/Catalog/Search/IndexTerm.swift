/// An item of the search index: a word or the start of one, with the books it leads to.
package struct IndexTerm: Hashable, Sendable {
    /// The partition key. Words are many and reads of them spread, so partitions stay even.
    package var text: String
    /// Books that have this very word.
    package var words: PostingList
    /// Books that have a longer word which starts so, the most popular ones first to stay where the list is cut.
    package var prefixed: PostingList

    package init(text: String, words: PostingList = PostingList(), prefixed: PostingList = PostingList()) {
        self.text = text
        self.words = words
        self.prefixed = prefixed
    }

    /// Starts of words are kept up to this length; a longer one is found by its first eight letters.
    package static let longestPrefix = 8
    /// Longest list of a word. Common words of a large catalogue lose their least popular books.
    package static let longestWordList = 12_000
    /// Longest list of a prefix, which for one or two letters is a selection of the popular.
    package static let longestPrefixList = 1_000
    /// An item may have 400 KB; the lists of a term stay below, however long the ids are.
    package static let wordListBytes = 240_000
    package static let prefixListBytes = 80_000

    /// The term that holds all books, no word of any language.
    package static let everything = "*"

    /// The term that holds the books of a language.
    package static func language(_ code: String) -> String { "*" + Language.normalized(code) }

    /// The start by which words that begin like `word` are found.
    package static func prefix(of word: String) -> String {
        word.utf8.count <= longestPrefix ? word : String(word.unicodeScalars.prefix(longestPrefix))
    }
}
