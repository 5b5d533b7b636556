import BookRecommendations
import RecommendationQuality

/// What the command line says.
struct Options {
    var directory: String
    var fold = Split.Fold.test
    var seed: UInt64 = 1
    var tuning = Tuning()
    /// Only the recommender is measured where its numbers are tried out.
    var isTrial = false

    /// `nil` where the command line makes no sense.
    init?(_ arguments: [String]) {
        var directory: String?
        for argument in arguments {
            let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
            switch (parts.first, parts.count) {
            case ("--fold", 2):
                guard let fold = Split.Fold(rawValue: parts[1]) else { return nil }
                self.fold = fold
            case ("--seed", 2):
                guard let seed = UInt64(parts[1]) else { return nil }
                self.seed = seed
            case (.some(let name), 2):
                guard let value = Double(parts[1]), tuning.set(name, value) else { return nil }
                isTrial = true
            default: directory = argument
            }
        }
        guard let directory else { return nil }
        self.directory = directory
    }
}
