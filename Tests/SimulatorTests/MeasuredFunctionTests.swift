import Simulator
import Testing

/// The theory of the warm pool beside functions that were measured on AWS: experiments 1, 2, 4, 5, 7, 8, 10, 11, 13, 15, 16,
/// 18 and 19 of SimFaaS (github.com/pacslab/simfaas, `exp.csv`), whose environments lived ten minutes after their last
/// invocation.
@Suite struct MeasuredFunctionTests {
    /// Mean gap between invocations and mean service of warm ones, in seconds; then what was measured: the share of cold
    /// starts, and how many environments there were on average.
    private static let measured: [(gap: Double, service: Double, cold: Double, environments: Double)] = [
        (536.729, 1.955, 0.342988, 0.674194),
        (347.025, 1.95241, 0.145431, 0.779471),
        (289.564, 1.95983, 0.110098, 0.90757),
        (174.679, 1.95171, 0.0382848, 1.0319),
        (127.373, 1.96964, 0.0338214, 1.12908),
        (19.9521, 1.96713, 0.00854213, 2.11358),
        (10.0129, 1.97259, 0.00594912, 2.7641),
        (5.04856, 1.98614, 0.00372428, 3.71882),
        (3.31355, 1.99168, 0.00293949, 4.42176),
        (2.00131, 2.00674, 0.00191331, 5.6942),
        (1.67896, 2.0024, 0.00175595, 6.41938),
        (1.25322, 2.01549, 0.0015602, 7.56394),
        (1.10808, 2.01605, 0.00151339, 7.86984),
    ]

    @Test func theClosedFormIsNearToWhatWasMeasured() {
        var (cold, environments) = (0.0, 0.0)
        for row in Self.measured {
            let pool = MostRecentlyUsedPool(rate: 1 / row.gap, meanService: row.service, keepAlive: 600)
            cold += abs(pool.coldStartProbability / row.cold - 1)
            environments += abs(pool.environments / row.environments - 1)
        }
        let count = Double(Self.measured.count)
        #expect(abs(cold / count - 0.1271) < 0.0001, "\(cold / count)")
        #expect(abs(environments / count - 0.0325) < 0.0001, "\(environments / count)")
    }
}
