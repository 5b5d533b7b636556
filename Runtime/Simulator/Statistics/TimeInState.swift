/// For how many seconds a number had each of its values: environments, invocations under way.
package struct TimeInState: Sendable, Hashable {
    private var seconds: [Double] = []

    @inline(__always)
    mutating func add(_ duration: Double, at value: Int) {
        if value >= seconds.count { grow(to: value) }
        seconds[value] += duration
    }

    @inline(never)
    private mutating func grow(to value: Int) {
        seconds.append(contentsOf: repeatElement(0, count: value + 1 - seconds.count))
    }

    mutating func clear() { for index in seconds.indices { seconds[index] = 0 } }

    package var total: Double { seconds.reduce(0, +) }
    package var mean: Double {
        let total = total
        return total > 0 ? seconds.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element } / total : 0
    }

    package var maximum: Int { seconds.lastIndex { $0 > 0 } ?? 0 }

    package func share(of value: Int) -> Double {
        value >= 0 && value < seconds.count && total > 0 ? seconds[value] / total : 0
    }

    /// The smallest value that is not exceeded for the given share of the time.
    package func quantile(_ share: Double) -> Int {
        let wanted = share * total
        var seen = 0.0
        for (value, duration) in seconds.enumerated() {
            seen += duration
            if seen >= wanted { return value }
        }
        return maximum
    }
}
