import BookCatalog
import Testing

struct WordsTests {
    @Test(arguments: [
        ("The Great Gatsby", ["the", "great", "gatsby"]),
        ("Gabriel García Márquez", ["gabriel", "garcia", "marquez"]),
        ("Harry Potter and the Sorcerer's Stone", ["harry", "potter", "and", "the", "sorcerers", "stone"]),
        ("ENDER’S GAME", ["enders", "game"]),
        ("Catch-22", ["catch", "22"]),
        ("J.R.R. Tolkien", ["jrr", "tolkien"]),
        ("J. R. R. Tolkien", ["jrr", "tolkien"]),
        ("A.A. Milne", ["aa", "milne"]),
        ("A Tale", ["a", "tale"]),
        ("Malcolm X", ["malcolm", "x"]),
        ("Æsop, Œuvres, Straße, Łódź, Søren", ["aesop", "oeuvres", "strasse", "lodz", "soren"]),
        ("cafe\u{301}", ["cafe"]),
        ("Người Việt", ["nguoi", "viet"]),
        ("Война и мир", ["воина", "и", "мир"]),
        ("Οδύσσεια", ["οδυσσεια"]),
        ("1Q84 ²", ["1q84", "²"]),
        ("…—!", []),
        ("", []),
    ])
    func splits(_ text: String, _ words: [String]) {
        #expect(Words.split(text) == words)
    }

    @Test func cutsWordsWithoutEnd() {
        let words = Words.split(String(repeating: "x", count: 10_000))
        #expect(words == [String(repeating: "x", count: Words.maximumLength)])
    }

    @Test func keepsStopWordsWhereThereIsNothingElse() {
        #expect(StopWords.removed(from: ["the", "lord", "of", "the", "rings"]) == ["lord", "rings"])
        #expect(StopWords.removed(from: ["it"]) == ["it"])
    }
}
