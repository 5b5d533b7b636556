import ColdStart
import Time

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// When invocations come. Rates are in invocations a second, times in seconds.
package enum ArrivalLaw: Sendable, Hashable {
    case poisson(rate: Double)
    /// One every so many seconds; the first after one gap.
    case deterministic(interval: Double)
    /// Gaps of any law.
    case renewal(Distribution)
    /// Two rates that take turns, each for an exponential time of the given mean (a Markov-modulated Poisson process).
    case bursts(quietRate: Double, burstRate: Double, meanQuiet: Double, meanBurst: Double)
    /// A sine over 24 hours, its lowest at midnight plus `peakHour` minus 12.
    case daily(lowest: Double, highest: Double, peakHour: Double)
    /// A steady rate that climbs within `rise` seconds to `peak`, holds it, and falls back within `fall` seconds.
    case flashCrowd(rate: Double, peak: Double, at: Double, rise: Double, hold: Double, fall: Double)
    /// A rate for each of equal spans, one after another, then nothing.
    case profile(rates: [Double], span: Double)
    /// So many invocations in each of equal spans, one after another, anywhere within theirs.
    case counts([UInt32], span: Double)
    /// At these moments, ascending.
    case trace([Double])

    /// Invocations a second at a moment; `nil` where the law has no such rate.
    package func rate(at time: Double) -> Double? {
        switch self {
        case .poisson(let rate): return rate
        case .daily(let lowest, let highest, let peakHour):
            let phase = 2 * Double.pi * (time / 3_600 - peakHour) / 24
            return (lowest + highest) / 2 + (highest - lowest) / 2 * cos(phase)
        case .flashCrowd(let rate, let peak, let at, let rise, let hold, let fall):
            let since = time - at
            if since < 0 || since >= rise + hold + fall { return rate }
            if since < rise { return rate + (peak - rate) * since / rise }
            return since < rise + hold ? peak : peak + (rate - peak) * (since - rise - hold) / fall
        case .profile(let rates, let span):
            let index = time / span
            return index >= 0 && index < Double(rates.count) ? rates[Int(index)] : 0
        case .counts(let counts, let span):
            let index = time / span
            return index >= 0 && index < Double(counts.count) ? Double(counts[Int(index)]) / span : 0
        case .deterministic, .renewal, .bursts, .trace: return nil
        }
    }

    /// Whether one stretch of time is like another.
    var isStationary: Bool {
        switch self {
        case .poisson, .deterministic, .renewal, .bursts: true
        case .daily, .flashCrowd, .profile, .counts, .trace: false
        }
    }

    /// Invocations a second in the long run, where the law has such a number.
    package var meanRate: Double? {
        switch self {
        case .poisson(let rate): rate
        case .deterministic(let interval): interval > 0 ? 1 / interval : nil
        case .renewal(let gaps): gaps.mean > 0 ? 1 / gaps.mean : nil
        case .bursts(let quiet, let burst, let meanQuiet, let meanBurst):
            (quiet * meanQuiet + burst * meanBurst) / (meanQuiet + meanBurst)
        case .daily(let lowest, let highest, _): (lowest + highest) / 2
        case .flashCrowd, .profile, .counts, .trace: nil
        }
    }

    /// The same law with `factor` times as many invocations; a renewal's or a trace's times are squeezed for it.
    package func faster(by factor: Double) -> ArrivalLaw {
        switch self {
        case .poisson(let rate): .poisson(rate: rate * factor)
        case .deterministic(let interval): .deterministic(interval: interval / factor)
        case .renewal(let gaps): .renewal(gaps.scaled(by: 1 / factor))
        case .bursts(let quiet, let burst, let meanQuiet, let meanBurst):
            .bursts(quietRate: quiet * factor, burstRate: burst * factor, meanQuiet: meanQuiet, meanBurst: meanBurst)
        case .daily(let lowest, let highest, let hour):
            .daily(lowest: lowest * factor, highest: highest * factor, peakHour: hour)
        case .flashCrowd(let rate, let peak, let at, let rise, let hold, let fall):
            .flashCrowd(rate: rate * factor, peak: peak * factor, at: at, rise: rise, hold: hold, fall: fall)
        case .profile(let rates, let span): .profile(rates: rates.map { $0 * factor }, span: span)
        case .counts(let counts, let span): .profile(rates: counts.map { Double($0) / span * factor }, span: span)
        case .trace(let times): .trace(times.map { $0 / factor })
        }
    }
}

/// The arrivals of one law, one after another.
struct ArrivalProcess {
    private let law: ArrivalLaw
    private let highestRate: Double
    private var position = 0
    /// Invocations still to come in the span before `position`.
    private var left: UInt32 = 0
    private var isBurst = false
    private var phaseEnd = 0.0
    /// Its own, so that the same arrivals come whatever else a scenario changes.
    private var random: SeededRandom

    init(_ law: ArrivalLaw, seed: UInt64) {
        self.law = law
        random = SeededRandom(seed: seed)
        highestRate =
            switch law {
            case .daily(_, let highest, _): highest
            case .flashCrowd(let rate, let peak, _, _, _, _): max(rate, peak)
            default: 0
            }
    }

    /// The arrival after the one at `time`, both in seconds; `nil` when there is none.
    @inline(__always)
    mutating func next(after time: Double) -> Double? {
        if case .poisson(let rate) = law { return rate > 0 ? time + random.exponential(mean: 1 / rate) : nil }
        return nextOfOthers(after: time)
    }

    private mutating func nextOfOthers(after time: Double) -> Double? {
        switch law {
        case .poisson: return nil
        case .deterministic(let interval):
            position += 1
            return Double(position) * interval
        case .renewal(let gaps): return time + gaps.sample(&random)
        case .bursts(let quiet, let burst, let meanQuiet, let meanBurst):
            return nextOfBursts(after: time, (quiet, burst), (meanQuiet, meanBurst))
        case .daily, .flashCrowd: return nextByThinning(after: time)
        case .profile(let rates, let span): return nextOfProfile(after: time, rates, span)
        case .counts(let counts, let span): return nextOfCounts(after: time, counts, span)
        case .trace(let times):
            guard position < times.count else { return nil }
            position += 1
            return times[position - 1]
        }
    }

    private mutating func nextOfBursts(
        after time: Double,
        _ rates: (Double, Double),
        _ means: (Double, Double)
    ) -> Double? {
        guard rates.0 > 0 || rates.1 > 0 else { return nil }
        var time = time
        while true {
            if time >= phaseEnd {
                if phaseEnd > 0 { isBurst.toggle() }
                phaseEnd = time + random.exponential(mean: isBurst ? means.1 : means.0)
            }
            let rate = isBurst ? rates.1 : rates.0
            let next = rate > 0 ? time + random.exponential(mean: 1 / rate) : .infinity
            if next < phaseEnd { return next }
            time = phaseEnd
        }
    }

    private mutating func nextByThinning(after time: Double) -> Double? {
        guard highestRate > 0 else { return nil }
        var time = time
        while true {
            time += random.exponential(mean: 1 / highestRate)
            if random.unit() * highestRate <= law.rate(at: time) ?? 0 { return time }
        }
    }

    /// The least of those left in a span: of `left` even draws from what remains of it.
    private mutating func nextOfCounts(after time: Double, _ counts: [UInt32], _ span: Double) -> Double? {
        var time = time
        while left == 0 {
            guard position < counts.count else { return nil }
            left = counts[position]
            time = max(time, span * Double(position))
            position += 1
        }
        let end = span * Double(position)
        defer { left -= 1 }
        return time + (end - time) * (1 - pow(random.unit(), 1 / Double(left)))
    }

    private mutating func nextOfProfile(
        after time: Double,
        _ rates: [Double],
        _ span: Double
    ) -> Double? {
        var time = time
        while time < span * Double(rates.count) {
            let index = Int(time / span)
            let end = span * Double(index + 1)
            let next = rates[index] > 0 ? time + random.exponential(mean: 1 / rates[index]) : .infinity
            if next < end { return next }
            time = end > time ? end : time.nextUp
        }
        return nil
    }
}
