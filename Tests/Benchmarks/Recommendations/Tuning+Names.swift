import BookRecommendations

extension Tuning {
    /// False where no number is called so.
    mutating func set(_ name: String, _ value: Double) -> Bool {
        if let path = Self.counts[name] {
            self[keyPath: path] = Int(value)
        } else if let path = Self.numbers[name] {
            self[keyPath: path] = value
        } else {
            return false
        }
        return true
    }

    private static var counts: [String: WritableKeyPath<Tuning, Int>] {
        [
            "booksCompared": \.booksCompared, "readersCompared": \.readersCompared, "neighbours": \.neighbours,
            "shortlist": \.shortlist,
        ]
    }

    private static var numbers: [String: WritableKeyPath<Tuning, Double>] {
        [
            "sharpness": \.sharpness, "commonness": \.commonness, "popularityDamping": \.popularityDamping,
            "sameAuthor": \.sameAuthor, "sameAuthorMost": \.sameAuthorMost, "sameSeries": \.sameSeries,
            "sameSeriesMost": \.sameSeriesMost,
        ]
    }
}
