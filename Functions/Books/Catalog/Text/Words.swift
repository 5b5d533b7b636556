/// Cuts text into the words that books are found by.
///
/// Case, accents and punctuation do not count; an apostrophe joins (`Ender's` is `enders`), any other mark separates.
/// Initials become one word, however they are spaced: `J.R.R.`, `J. R. R.` and `JRR` are all `jrr`.
/// Text without blanks between its words (Chinese, Japanese) counts as one word per run. Linear in the text.
package enum Words {
    /// Longer words are cut: nobody types on, and no key of the index grows without bound.
    package static let maximumLength = 40

    package static func split(_ text: some StringProtocol) -> [String] {
        joinInitials(runs(of: text))
    }

    private struct Run {
        var word: String
        var isInitial: Bool
    }

    private static func runs(of text: some StringProtocol) -> [Run] {
        var runs: [Run] = []
        var word = ""
        for scalar in text.unicodeScalars {
            if let folded = LetterFolding.fold(scalar) {
                word += folded
            } else if !word.isEmpty {
                runs.append(Run(word: cut(word), isInitial: isInitial(word, endsWithDot: scalar == ".")))
                word = ""
            }
        }
        if !word.isEmpty { runs.append(Run(word: cut(word), isInitial: isInitial(word, endsWithDot: false))) }
        return runs
    }

    private static func cut(_ word: String) -> String {
        word.utf8.count <= maximumLength ? word : String(word.unicodeScalars.prefix(maximumLength))
    }

    private static func joinInitials(_ runs: [Run]) -> [String] {
        var words: [String] = []
        var initials = ""
        for run in runs {
            if run.isInitial {
                initials += run.word
                continue
            }
            if !initials.isEmpty { words.append(initials) }
            initials = ""
            words.append(run.word)
        }
        return initials.isEmpty ? words : words + [initials]
    }

    /// A letter by itself; an `a` without a dot is the article.
    private static func isInitial(_ word: String, endsWithDot: Bool) -> Bool {
        guard word.utf8.count == 1, let letter = word.utf8.first, letter >= UInt8(ascii: "a") else { return false }
        return letter != UInt8(ascii: "a") || endsWithDot
    }
}
