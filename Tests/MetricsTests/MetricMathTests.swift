import Testing

@testable import Metrics

/// What expressions make of series.
@Suite struct MetricMathTests {
    /// `a` at 0, 60 and 180, `b` at 60 and 180, `z` zero there: a minute each; the range is of five minutes.
    private let math = MetricMath(
        inputs: [
            "a": .series(MetricSeries(label: "A", values: [0: 1, 60: 4, 180: 10])),
            "b": .series(MetricSeries(label: "B", values: [60: 2, 180: 5])),
            "z": .series(MetricSeries(label: "Z", values: [60: 0, 180: 0])),
        ],
        metrics: ["a", "b"],
        range: 0..<300
    )

    private func told(_ expression: String) throws -> String {
        switch try math.value(of: MetricExpression(expression)) {
        case .scalar(let number): "\(number)"
        case .series(let series): told(series)
        case .list(let list): list.map { "\($0.label) \(told($0))" }.joined(separator: "; ")
        }
    }

    private func told(_ series: MetricSeries) -> String {
        series.values.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" }.joined(separator: " ")
    }

    @Test(arguments: [
        ("a + b * 2", "60:8.0 180:20.0"), ("(a + b) * 2 ^ 2", "60:24.0 180:60.0"), ("a / z", ""),
        ("-b", "60:-2.0 180:-5.0"),
        ("a > 3 AND b < 5", "60:1.0 180:0.0"), ("a == 4 || a != 4", "0:1.0 60:1.0 180:1.0"),
        ("IF(b > 2, a, 0)", "60:0.0 180:10.0"), ("IF(a > 3, a)", "60:4.0 180:10.0"), ("IF(1, b, a)", "60:2.0 180:5.0"),
        ("FILL(b, 0)", "0:0.0 60:2.0 120:0.0 180:5.0 240:0.0"), ("FILL(b, a)", "0:1.0 60:2.0 180:5.0"),
        ("FILL(b, REPEAT)", "60:2.0 120:2.0 180:5.0 240:5.0"), ("FILL(a, LINEAR)", "0:1.0 60:4.0 120:7.0 180:10.0"),
        ("FILL(METRICS(\"b\"), 1)", "B 0:1.0 60:2.0 120:1.0 180:5.0 240:1.0"),
        ("SUM(METRICS())", "0:1.0 60:6.0 180:15.0"), ("AVG([a, b])", "0:1.0 60:3.0 180:7.5"),
        ("MAX(METRICS())", "0:1.0 60:4.0 180:10.0"), ("a - MIN(a)", "0:0.0 60:3.0 180:9.0"), ("AVG(a)", "5.0"),
        ("STDDEV([a, b])", "0:0.0 60:1.0 180:2.5"), ("DATAPOINT_COUNT(METRICS())", "0:1.0 60:2.0 180:2.0"),
        ("METRIC_COUNT(METRICS())", "2.0"), ("FIRST(METRICS())", "0:1.0 60:4.0 180:10.0"),
        ("LAST(METRICS()) * 1", "60:2.0 180:5.0"),
        ("RATE(a)", "60:0.05 180:0.05"), ("DIFF(a)", "60:3.0 180:6.0"), ("DIFF_TIME(a)", "60:60.0 180:120.0"),
        ("RUNNING_SUM(a)", "0:1.0 60:5.0 180:15.0"), ("b / PERIOD(b)", "60:\(2.0 / 60) 180:\(5.0 / 60)"),
        ("CEIL(a / 3) + FLOOR(a / 3) + ABS(-a)", "0:2.0 60:7.0 180:17.0"),
        ("LOG10(b * 50) - LOG(1)", "60:2.0 180:2.3979400086720375"),
        ("TIME_SERIES(7)", "0:7.0 60:7.0 120:7.0 180:7.0 240:7.0"),
        ("METRICS() * 2", "A 0:2.0 60:8.0 180:20.0; B 60:4.0 180:10.0"),
        ("REMOVE_EMPTY([a / z, b])", "B 60:2.0 180:5.0"),
    ])
    func comesTo(_ expression: String, _ result: String) throws {
        #expect(try told(expression) == result)
    }

    @Test func takesLongRangesAndDeepNesting() throws {
        var math = math
        math.range = 0..<1_000_000_000_000
        guard case .series(let filled) = try math.value(of: MetricExpression("FILL(a, 1)")) else {
            return #expect(Bool(false))
        }
        #expect(filled.values.count < 101_000)
        #expect(throws: MetricExpression.Failure.self) {
            try MetricExpression(String(repeating: "(", count: 60) + "a" + String(repeating: ")", count: 60))
        }
    }
}
