/// Words so common that they find nothing by themselves.
///
/// They are left out of titles, names and queries, unless there is nothing else: `It` is found by `it`, and
/// `The Lord of the Rings` by `lord rings`.
package enum StopWords {
    private static let all: Set<String> = [
        "a", "an", "and", "as", "at", "by", "for", "from", "in", "is", "it", "of", "on", "or", "the", "to", "with",
        "de", "del", "des", "du", "el", "et", "il", "la", "las", "le", "les", "los", "un", "une",
        "das", "der", "ein", "eine", "und",
    ]

    /// The words that say something; all of them when none does.
    package static func removed(from words: [String]) -> [String] {
        let rest = words.filter { !all.contains($0) }
        return rest.isEmpty ? words : rest
    }
}
