/// Metric math: numbers, the ids of other queries, operators and functions over them.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
indirect enum MetricExpression: Sendable {
    case number(Double)
    /// In quotes, and the words of `FILL`.
    case text(String)
    case query(String)
    case list([MetricExpression])
    case operation(MetricOperator, MetricExpression, MetricExpression)
    case call(MetricFunction, [MetricExpression])

    struct Failure: Error, Sendable { var reason: String }

    init(_ text: String) throws(Failure) {
        var parser = try MetricExpressionParser(text)
        self = try parser.whole()
    }

    /// Whether it looks at all metrics of the request.
    var namesAllMetrics: Bool {
        switch self {
        case .number, .text, .query: false
        case .list(let elements): elements.contains(where: \.namesAllMetrics)
        case .operation(_, let left, let right): left.namesAllMetrics || right.namesAllMetrics
        case .call(let function, let arguments): function == .metrics || arguments.contains(where: \.namesAllMetrics)
        }
    }

    /// The ids it refers to.
    var queries: [String] {
        switch self {
        case .number, .text: []
        case .query(let id): [id]
        case .list(let elements): elements.flatMap(\.queries)
        case .operation(_, let left, let right): left.queries + right.queries
        case .call(_, let arguments): arguments.flatMap(\.queries)
        }
    }
}

/// In the order in which they bind, the loosest first.
enum MetricOperator: String, Sendable, CaseIterable {
    case or = "||"
    case and = "&&"
    case equal = "=="
    case unequal = "!="
    case atMost = "<="
    case atLeast = ">="
    case less = "<"
    case greater = ">"
    case plus = "+"
    case minus = "-"
    case times = "*"
    case divided = "/"
    case power = "^"

    /// Those that bind equally.
    static let levels: [[MetricOperator]] = [
        [.or], [.and], [.equal, .unequal, .atMost, .atLeast, .less, .greater], [.plus, .minus], [.times, .divided],
        [.power],
    ]
}

enum MetricFunction: String, Sendable, CaseIterable {
    case abs = "ABS"
    case average = "AVG"
    case ceil = "CEIL"
    case datapointCount = "DATAPOINT_COUNT"
    case diff = "DIFF"
    case diffTime = "DIFF_TIME"
    case fill = "FILL"
    case first = "FIRST"
    case floor = "FLOOR"
    case `if` = "IF"
    case last = "LAST"
    case log = "LOG"
    case log10 = "LOG10"
    case maximum = "MAX"
    case metricCount = "METRIC_COUNT"
    case metrics = "METRICS"
    case minimum = "MIN"
    case period = "PERIOD"
    case rate = "RATE"
    case removeEmpty = "REMOVE_EMPTY"
    case runningSum = "RUNNING_SUM"
    case deviation = "STDDEV"
    case sum = "SUM"
    case timeSeries = "TIME_SERIES"

    /// How many arguments it takes.
    var arguments: ClosedRange<Int> {
        switch self {
        case .metrics: 0...1
        case .fill: 2...2
        case .if: 2...3
        default: 1...1
        }
    }
}
