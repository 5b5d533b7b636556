/// Guesses what a misspelt word was meant to be.
package enum Spelling {
    /// `did you mean Timeout?`, or `nil` where no candidate is near enough.
    package static func remedy(for word: String, among candidates: some Sequence<String>) -> String? {
        nearest(to: word, among: candidates).map { "did you mean \($0)?" }
    }

    /// The candidate with the fewest mistakes: at most one in three letters, case counting for nothing.
    package static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        let folded = Array(word.lowercased().utf8)
        guard folded.count <= 128 else { return nil }
        let limit = folded.count / 3
        let ranked = candidates.map { (candidate: $0, mistakes: distance(folded, Array($0.lowercased().utf8))) }
        return ranked.filter { $0.mistakes <= limit }.min { $0.mistakes < $1.mistakes }?.candidate
    }

    /// How many letters to insert, leave out, replace, or swap with their neighbour, case counting for nothing.
    static func mistakes(_ a: String, _ b: String) -> Int {
        distance(Array(a.lowercased().utf8), Array(b.lowercased().utf8))
    }

    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...b.count)
        for i in 0..<a.count {
            var row = [i + 1]
            for j in 0..<b.count {
                var best = min(last[j] + (a[i] == b[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, beforeLast[j - 1] + 1) }
                row.append(best)
            }
            (beforeLast, last) = (last, row)
        }
        return last[b.count]
    }
}
