/// Works expressions of metric math out.
struct MetricMath {
    typealias Failure = MetricExpression.Failure

    enum Value {
        case scalar(Double)
        case series(MetricSeries)
        case list([MetricSeries])
    }

    /// What the ids of other queries stand for.
    var inputs: [String: Value]
    /// The ids of the queries of metrics, which `METRICS()` stands for, in the request's order.
    var metrics: [String]
    /// Of the request.
    var range: Range<Int64>

    /// Throws where a function gets what it is not for.
    func value(of expression: MetricExpression) throws(Failure) -> Value {
        switch expression {
        case .number(let number): return .scalar(number)
        case .text(let text): throw Failure(reason: "\(text) is not expected there")
        case .query(let id): return inputs[id] ?? .series(MetricSeries())
        case .list(let elements):
            var all: [MetricSeries] = []
            for element in elements { all += try list(element, "[]") }
            return .list(all)
        case .operation(let sign, let left, let right):
            return try combined(value(of: left), value(of: right)) { sign.result($0, $1) }
        case .call(let function, let arguments): return try call(function, arguments)
        }
    }

    private func call(_ function: MetricFunction, _ arguments: [MetricExpression]) throws(Failure) -> Value {
        switch function {
        case .metrics: return .list(try chosenMetrics(arguments.first))
        case .fill: return try fill(arguments[0], arguments[1])
        case .if: return try choice(arguments)
        case .metricCount: return .scalar(Double(try list(arguments[0], function.rawValue).count))
        case .first: return .series(try list(arguments[0], function.rawValue).first ?? MetricSeries())
        case .last: return .series(try list(arguments[0], function.rawValue).last ?? MetricSeries())
        case .removeEmpty: return .list(try list(arguments[0], function.rawValue).filter { !$0.values.isEmpty })
        case .timeSeries:
            guard case .scalar(let value) = try value(of: arguments[0]) else { throw needs(function, "a number") }
            return .series(MetricSeries(period: longestPeriod).filled(range, .value(value)))
        case .period:
            guard case .series(let series) = try value(of: arguments[0]) else { throw needs(function, "a series") }
            return .scalar(Double(series.period))
        default: return try apply(function, value(of: arguments[0]))
        }
    }

    /// Functions of one argument that need nothing else.
    private func apply(_ function: MetricFunction, _ value: Value) throws(Failure) -> Value {
        if let summary = function.summary { return try summarized(function, value, summary) }
        switch (value, function.ofValues, function.ofSeries) {
        case (.scalar(let number), let body?, _): return .scalar(body(number))
        case (.series(let series), let body?, _): return .series(series.mapping(body))
        case (.list(let list), let body?, _): return .list(list.map { $0.mapping(body) })
        case (.series(let series), _, let body?): return .series(body(series))
        case (.list(let list), _, let body?): return .list(list.map(body))
        default: throw needs(function, "a series")
        }
    }

    /// One number of a series; of several, a series of such numbers.
    private func summarized(
        _ function: MetricFunction,
        _ value: Value,
        _ summary: ([Double]) -> Double?
    ) throws(Failure) -> Value {
        switch value {
        case .scalar: throw needs(function, "a series")
        case .series(let series): return .scalar(summary(Array(series.values.values)) ?? .nan)
        case .list(let list):
            var result = MetricSeries(period: list.map(\.period).max() ?? longestPeriod)
            for moment in Set(list.flatMap(\.values.keys)) {
                result.values[moment] = summary(list.compactMap { $0.values[moment] })
            }
            return .series(result)
        }
    }

    private func needs(_ function: MetricFunction, _ what: String) -> Failure {
        Failure(reason: "\(function.rawValue) needs \(what)")
    }

    private var longestPeriod: Int64 {
        inputs.values.map { input in
            switch input {
            case .scalar: 0
            case .series(let series): series.period
            case .list(let list): list.map(\.period).max() ?? 0
            }
        }.max().flatMap { $0 > 0 ? $0 : nil } ?? 60
    }

    private func list(_ expression: MetricExpression, _ name: String) throws(Failure) -> [MetricSeries] {
        switch try value(of: expression) {
        case .list(let list): return list
        case .series(let series): return [series]
        case .scalar: throw Failure(reason: "\(name) needs series")
        }
    }

    // MARK: Operators

    /// At the moments that both sides have.
    private func combined(
        _ left: Value,
        _ right: Value,
        _ body: (Double, Double) -> Double
    ) throws(Failure) -> Value {
        switch (left, right) {
        case (.scalar(let left), .scalar(let right)): return .scalar(body(left, right))
        case (.series(let series), .scalar(let number)): return .series(series.mapping { body($0, number) })
        case (.scalar(let number), .series(let series)): return .series(series.mapping { body(number, $0) })
        case (.series(let left), .series(let right)): return .series(Self.joined(left, right, body))
        case (.list(let list), .scalar(let number)): return .list(list.map { $0.mapping { body($0, number) } })
        case (.scalar(let number), .list(let list)): return .list(list.map { $0.mapping { body(number, $0) } })
        case (.list(let list), .series(let series)): return .list(list.map { Self.joined($0, series, body) })
        case (.series(let series), .list(let list)):
            return .list(
                list.map { element in
                    var joined = Self.joined(series, element, body)
                    joined.label = element.label
                    return joined
                }
            )
        case (.list, .list): throw Failure(reason: "operators do not take several series on both sides")
        }
    }

    private static func joined(
        _ left: MetricSeries,
        _ right: MetricSeries,
        _ body: (Double, Double) -> Double
    ) -> MetricSeries {
        var joined = MetricSeries(label: left.label, period: max(left.period, right.period))
        for (moment, value) in left.values {
            let result = right.values[moment].map { body(value, $0) }
            if let result, result.isFinite { joined.values[moment] = result }
        }
        return joined
    }
}
