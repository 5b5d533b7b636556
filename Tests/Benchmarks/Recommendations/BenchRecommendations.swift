import BookCatalog
import BookRecommendations
import BookTables
import RecommendationQuality

/// Measures how well the recommender of the book service finds what readers have rated.
///
///     BenchRecommendations DIRECTORY [--fold=test|validation] [--seed=N] [NAME=VALUE …]
///
/// DIRECTORY has `books.jsonl` and `ratings.csv` as goodbooks-10k has them. A tenth of each reader's ratings is kept
/// back; the models see the rest and name ten books. NAME=VALUE sets a number of `Tuning`: choose by the validation
/// fold, report the test fold.
@main struct BenchRecommendations {
    static func main() async throws {
        guard let options = Options(Array(CommandLine.arguments.dropFirst())) else {
            print("usage: BenchRecommendations DIRECTORY [--fold=test|validation] [--seed=N] [NAME=VALUE …]")
            return
        }
        let data = try GoodBooks(directory: options.directory)
        let split = Split(data.ratings, fold: options.fold, seed: options.seed)
        print("\(data.ratings.count) ratings, \(split.keptBack.count) readers, \(options.fold) fold of \(options.seed)")
        print("                         hit rate@10  NDCG@10    of 4 and 5 stars")
        if !options.isTrial {
            try await report("popularity", MostRated(split.known), split)
            for nearest in [10, 20, 50] {
                try await report("item-based, \(nearest) nearest", SimilarBooks(split.known, nearest: nearest), split)
            }
        }
        let stores = MemoryStores(books: data.books, ratings: split.known)
        try await report("similar readers (ours)", SimilarReaders(stores, tuning: options.tuning), split)
    }

    private static func report(_ name: String, _ model: some Model, _ split: Split) async throws {
        let start = ContinuousClock.now
        let all = try await Quality.measure(model, split, minimumStars: [1, 4])
        let each = (ContinuousClock.now - start) / max(1, all[0].readers)
        let figures = all.flatMap { [$0.hitRate, $0.ndcg] }.map(fourDigits).joined(separator: "     ")
        let label = name + String(repeating: " ", count: max(1, 25 - name.count))
        print("\(label)\(figures)   \(each.components.attoseconds / 1_000_000_000_000) µs a reader")
    }

    private static func fourDigits(_ value: Double) -> String {
        let digits = String(Int((value * 10_000).rounded()))
        return "0." + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
