#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif
import Time

/// Chooses among numbered things, each as often as its weight says.
struct WeightedChoice {
    private let sums: [Double]

    /// Weights that are not negative, at least one of them positive.
    init(_ weights: some Sequence<Double>) {
        var sum = 0.0
        sums = weights.map {
            sum += $0
            return sum
        }
    }

    /// Logarithmic in the number of things; 0 where there is none.
    func next(_ random: inout SeededRandom) -> Int {
        guard let total = sums.last, total > 0 else { return 0 }
        let point = Double.random(in: 0..<total, using: &random)
        var low = 0
        var high = sums.count - 1
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] <= point { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// Chooses 0, 1, 2 …, the first most often: the weight of the n-th is 1 / n^exponent.
struct ZipfChoice {
    private let choice: WeightedChoice

    init(count: Int, exponent: Double) {
        choice = WeightedChoice((0..<max(1, count)).lazy.map { 1 / Double.power(Double($0) + 1, exponent) })
    }

    func next(_ random: inout SeededRandom) -> Int { choice.next(&random) }
}

extension Double {
    static func log(_ value: Double) -> Double {
        #if canImport(Glibc)
            Glibc.log(value)
        #elseif canImport(Musl)
            Musl.log(value)
        #else
            Darwin.log(value)
        #endif
    }

    static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

    /// Of the normal distribution with mean 0 and deviation 1 (Box and Muller 1958).
    static func normal(_ random: inout SeededRandom) -> Double {
        let radius = (-2 * log(1 - Double.random(in: 0..<1, using: &random))).squareRoot()
        return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &random))
    }
}
