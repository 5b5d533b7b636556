/// A function of the values of many rows.
struct InsightsAggregate: Sendable {
    enum Function: String, Sendable, CaseIterable {
        case avg, count, min, max, sum, pct, stddev, earliest, latest, sortsFirst, sortsLast
        case countDistinct = "count_distinct"
    }

    var function: Function
    /// `nil` for `count(*)`, which counts rows.
    var argument: InsightsExpression?
    /// Of `pct`: 0 to 100.
    var percentile = 0.0

    /// What has been seen of one group of rows.
    struct State {
        private var count = 0
        private var sum = 0.0
        /// Of the squares of what each value differs from the mean of those before it (B. P. Welford).
        private var (mean, squares) = (0.0, 0.0)
        private var numbers: [Double] = []
        private var distinct: Set<String> = []
        private var (least, greatest): (InsightsValue?, InsightsValue?)
        private var (first, last): (Ordered?, Ordered?)

        private struct Ordered {
            var time: Double
            var value: InsightsValue
        }

        mutating func add(_ value: InsightsValue?, at time: Double, _ function: Function) {
            guard let value else { return }
            switch function {
            case .count: count += 1
            case .countDistinct: distinct.insert(value.shown)
            case .avg, .sum, .stddev, .pct: value.number.map { add($0, function) }
            case .min, .sortsFirst: if least == nil || InsightsValue.isBefore(value, least) { least = value }
            case .max, .sortsLast: if greatest == nil || InsightsValue.isBefore(greatest, value) { greatest = value }
            case .earliest: if first.map({ time <= $0.time }) ?? true { first = Ordered(time: time, value: value) }
            case .latest: if last.map({ time > $0.time }) ?? true { last = Ordered(time: time, value: value) }
            }
        }

        private mutating func add(_ number: Double, _ function: Function) {
            count += 1
            sum += number
            if function == .pct { numbers.append(number) }
            let difference = number - mean
            mean += difference / Double(count)
            squares += difference * (number - mean)
        }

        /// `nil` where no value has been seen that counts.
        func result(_ aggregate: InsightsAggregate) -> InsightsValue? {
            switch aggregate.function {
            case .count: .number(Double(count))
            case .countDistinct: .number(Double(distinct.count))
            case .sum: count > 0 ? InsightsValue(finite: sum) : nil
            case .avg: count > 0 ? InsightsValue(finite: sum / Double(count)) : nil
            case .stddev: count > 0 ? InsightsValue(finite: (squares / Double(count)).squareRoot()) : nil
            case .pct: percentile(aggregate.percentile)
            case .min, .sortsFirst: least
            case .max, .sortsLast: greatest
            case .earliest: first?.value
            case .latest: last?.value
            }
        }

        /// Between the two values nearest to it, in proportion.
        private func percentile(_ percentile: Double) -> InsightsValue? {
            guard !numbers.isEmpty else { return nil }
            let sorted = numbers.sorted()
            let place = percentile / 100 * Double(sorted.count - 1)
            let (below, above) = (sorted[Int(place.rounded(.down))], sorted[Int(place.rounded(.up))])
            return InsightsValue(finite: below + (above - below) * (place - place.rounded(.down)))
        }
    }
}

/// The command `stats`: what rows have in common, by group.
struct InsightsStats: Sendable {
    /// Shown first, by their names.
    var groups: [InsightsColumn]
    var aggregates: [InsightsAggregate]
    /// Computed of the aggregates, which they see as fields named by `field(of:)`.
    var columns: [InsightsColumn]

    /// No field of a user has a name like it.
    static func field(of index: Int) -> String { "\u{0}\(index)" }

    /// The rows of one value of `groups` each.
    struct Table {
        private let stats: InsightsStats
        private var order: [[InsightsValue?]] = []
        private var states: [[InsightsValue?]: [InsightsAggregate.State]] = [:]

        init(_ stats: InsightsStats) { self.stats = stats }

        mutating func add(_ row: InsightsRow, _ context: InsightsContext) {
            let key = stats.groups.map { $0.value(row, context) }
            let time = row["@timestamp"]?.number ?? 0
            if states[key] == nil {
                order.append(key)
                states[key] = Array(repeating: InsightsAggregate.State(), count: stats.aggregates.count)
            }
            for (index, aggregate) in stats.aggregates.enumerated() {
                let value = aggregate.argument.map { $0.value(row, context) } ?? .flag(true)
                states[key]?[index].add(value, at: time, aggregate.function)
            }
        }

        /// In the order in which the groups were met.
        func rows(_ context: InsightsContext) -> [InsightsRow] {
            // Without groups there is one row, even of nothing.
            let keys = order.isEmpty && stats.groups.isEmpty ? [[]] : order
            return keys.map { key in
                let states = states[key] ?? Array(repeating: InsightsAggregate.State(), count: stats.aggregates.count)
                var row = InsightsRow()
                for (column, value) in zip(stats.groups, key) { row[column.name] = value }
                for (index, (state, aggregate)) in zip(states, stats.aggregates).enumerated() {
                    row[InsightsStats.field(of: index)] = state.result(aggregate)
                }
                for column in stats.columns { row[column.name] = column.value(row, context) }
                return row
            }
        }
    }
}
