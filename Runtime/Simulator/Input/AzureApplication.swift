import ColdStart
import Time

/// The functions of an application of the Azure trace of 2019 as one: they share its environments.
package struct AzureApplication: Sendable {
    private static let draws = 200.0

    package private(set) var counts = [UInt32](repeating: 0, count: AzureDayParser.minutes)
    private var laws: [(invocations: Double, law: Distribution)] = []

    package init() {}

    /// A function, with its invocations in each minute.
    package mutating func add(_ invocations: [UInt32], _ law: Distribution) {
        for (minute, count) in invocations.enumerated() {
            let (sum, overflow) = counts[minute].addingReportingOverflow(count)
            counts[minute] = overflow ? .max : sum
        }
        laws.append((invocations.reduce(0) { $0 + Double($1) }, law))
    }

    /// Durations of all functions by how often they are invoked: their own law where there is one function, else so many draws.
    package var law: Distribution {
        guard laws.count > 1 else { return laws.first?.law ?? .constant(0) }
        let all = laws.reduce(0) { $0 + $1.invocations }
        var random = SeededRandom(seed: 1)
        var samples: [Double] = []
        for (invocations, law) in laws where invocations > 0 {
            let share = max(1, Int((Self.draws * invocations / all).rounded()))
            for _ in 0..<share { samples.append(law.sample(&random)) }
        }
        return .empirical(samples)
    }
}
