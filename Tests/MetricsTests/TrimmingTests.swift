import Testing

@testable import Metrics

/// Statistics of the values between two bounds.
@Suite struct TrimmingTests {
    /// 1 to 100.
    private static let hundred = (1...100).reduce(into: StatisticSet()) { $0.add(Double($1)) }

    @Test(arguments: [
        ("tm90", 45.5), ("TM(10%:90%)", 50.5), ("TM(:90%)", 45.5), ("TM(90%:)", 95.5), ("TM(5:10)", 8),
        ("TM(:10)", 5.5), ("TM(90:)", 95.5), ("IQM", 50.5), ("TM(25%:75%)", 50.5),
        ("tc90", 90), ("TC(10%:90%)", 80), ("TC(0:50)", 50), ("TC(100:)", 0), ("ts90", 4_095), ("TS(:10)", 55),
        ("TS(80%:)", 1_810), ("wm90", 49.95), ("WM(10%:90%)", 50.5), ("WM(40:60)", 50),
        ("PR(2:6)", 4), ("PR(:100)", 100), ("PR(:0)", 0), ("p50", 50), ("p99.9", 100),
    ])
    func tellsToOnePercent(_ text: String, _ expected: Double) throws {
        let value = try #require(Statistic(text)?.value(of: Self.hundred))
        #expect(abs(value - expected) <= max(0.011 * expected, 1e-9), "\(value)")
    }

    @Test func whatIsExactStaysSo() throws {
        var set = StatisticSet()
        for _ in 0..<4 { set.add(10) }
        for (text, expected) in [("tm50", 10.0), ("TM(9.95:10)", 10), ("tc25", 1), ("TS(:9.99)", 0), ("wm10", 10)] {
            #expect(Statistic(text)?.value(of: set) == expected, "\(text)")
        }
        #expect(Statistic("TM(10:20)")?.value(of: set) == nil)
    }

    @Test func needsTheValuesThemselves() {
        let summed = StatisticSet(count: 4, sum: 10, minimum: 1, maximum: 5)
        for text in ["tm90", "TC(1:2)", "wm50", "PR(:3)", "p50"] {
            #expect(Statistic(text)?.value(of: summed) == nil)
        }
    }

    @Test(arguments: [
        "tm", "tm101", "tm-1", "TM90", "tm90%", "TM()", "TM(:)", "TM(90%:10%)", "TM(10%:20)", "TM(10)", "TM(1:2:3)",
        "TM(0%:101%)", "pr90", "PR(10%:20%)", "PR(300)", "iqm", "p", "p101", "p+5", "p1e1", "p99.12345678901",
        "WM(a:b)", "TM(inf:)", "XX(1:2)",
    ])
    func refusesOthers(_ text: String) { #expect(Statistic(text) == nil) }
}
