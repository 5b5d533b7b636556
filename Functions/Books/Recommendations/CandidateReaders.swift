import BookCatalog

/// Readers who may be similar, by the books they share with the reader as far as the books' lists tell.
struct CandidateReaders {
    private struct Candidate {
        var id: String
        var product: Double
        var level: RatingLevel
    }

    private var candidates: [Candidate] = []
    private var indices: [UInt64: Int] = [:]

    mutating func add(_ readers: RatingList, stars: Double, weight: Double) {
        readers.forEach { reader in
            let key = reader.key
            let product = stars * Double(reader.stars) * weight
            if let index = indices[key] {
                candidates[index].product += product
                candidates[index].level = max(candidates[index].level, reader.level)
            } else {
                indices[key] = candidates.count
                candidates.append(Candidate(id: reader.id, product: product, level: reader.level))
            }
        }
    }

    /// The likeliest first. The number of a reader's ratings stands in for the norm, which only the profile tells.
    func best(_ count: Int, except userID: String) -> [String] {
        let ranked = candidates.map { (score: $0.product / $0.level.count.squareRoot(), id: $0.id) }
            .filter { $0.id != userID }
            .sorted { ($0.score, $0.id) > ($1.score, $1.id) }
        return ranked.prefix(count).map(\.id)
    }
}
