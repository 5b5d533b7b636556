/// Functions that choose series or fill their gaps.
extension MetricMath {
    /// `METRICS("part")` are those whose ids have that part.
    func chosenMetrics(_ filter: MetricExpression?) throws(Failure) -> [MetricSeries] {
        var part = ""
        if let filter {
            guard case .text(let text) = filter else { throw Failure(reason: "METRICS needs a text") }
            part = text
        }
        return metrics.filter { part.isEmpty || $0.contains(part) }.compactMap { id in
            if case .series(let series)? = inputs[id] { series } else { nil }
        }
    }

    func fill(_ expression: MetricExpression, _ with: MetricExpression) throws(Failure) -> Value {
        let filling: MetricSeries.Filling
        if case .text(let word) = with {
            guard ["REPEAT", "LINEAR"].contains(word) else { throw Failure(reason: "\(word) is not expected there") }
            filling = word == "REPEAT" ? .repetition : .line
        } else {
            switch try value(of: with) {
            case .scalar(let number): filling = .value(number)
            case .series(let series): filling = .series(series)
            case .list: throw Failure(reason: "FILL needs a number or a series to fill in")
            }
        }
        switch try value(of: expression) {
        case .scalar: throw Failure(reason: "FILL needs a series")
        case .series(let series): return .series(series.filled(range, filling))
        case .list(let list): return .list(list.map { $0.filled(range, filling) })
        }
    }

    /// `IF(condition, then, else)`; without the last, values go where the condition does not hold.
    func choice(_ arguments: [MetricExpression]) throws(Failure) -> Value {
        let condition = try value(of: arguments[0])
        let then = try value(of: arguments[1])
        let other = arguments.count > 2 ? try value(of: arguments[2]) : .series(MetricSeries())
        if case .scalar(let number) = condition { return number != 0 ? then : other }
        guard case .series(var series) = condition else { throw Failure(reason: "IF needs a series or a number first") }
        let (chosen, rest) = (try picker(then), try picker(other))
        for (moment, value) in series.values { series.values[moment] = value != 0 ? chosen(moment) : rest(moment) }
        return .series(series)
    }

    private func picker(_ value: Value) throws(Failure) -> (Int64) -> Double? {
        switch value {
        case .scalar(let number): return { _ in number }
        case .series(let series): return { series.values[$0] }
        case .list: throw Failure(reason: "IF chooses between numbers and series")
        }
    }
}
