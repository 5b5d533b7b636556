import Time

/// The keep-alive policy of "Serverless in the Wild" (Shahrad et al., USENIX ATC 2020) for one function: a histogram of
/// its idle times says how long nothing will come, when an environment is to be ready again, and how long it is kept.
package struct HybridHistogram: Sendable {
    package struct Settings: Sendable, Hashable {
        /// Idle times above this are out of bounds.
        package var range = Duration.seconds(4 * 3_600)
        package var bin = Duration.seconds(60)
        /// The share of idle times below the pre-warming window, and below the end of the keep-alive window.
        package var head = 0.05
        package var tail = 0.99
        /// The pre-warming window is so much shorter, the keep-alive window so much longer than the histogram says.
        package var margin = 0.10
        /// Below this coefficient of variation of its bins, a histogram says nothing.
        package var representativeVariation = 2.0
        /// Above this share of idle times out of bounds, the next one is forecast from the last ones.
        package var outOfBoundsShare = 0.5
        package var forecastMargin = 0.15
        /// Fewer idle times than this say nothing.
        package var minimumSamples = 10

        package init() {}
    }

    /// What happens after an invocation when no other is under way.
    package struct Windows: Sendable, Hashable {
        /// Zero keeps the environment; otherwise it ends, and another is started after this time.
        package var preWarming: Duration
        /// How long the environment is kept, from the end of the pre-warming window.
        package var keepAlive: Duration
    }

    private let settings: Settings
    private var bins: [Int32]
    private var samples = 0
    private var outOfBounds = 0
    private var sumOfSquares = 0
    /// In seconds, the latest last; kept once something has been out of bounds.
    private var recent: [Double] = []
    private let binNanoseconds: Int64
    private var cached: (preWarming: Int64, keepAlive: Int64)?

    package init(_ settings: Settings = Settings()) {
        self.settings = settings
        binNanoseconds = max(1, settings.bin.nanoseconds)
        bins = Array(repeating: 0, count: Int(max(1, settings.range.nanoseconds / binNanoseconds)))
    }

    /// The function has been idle for this long and is now invoked again.
    package mutating func record(idle: Duration) { record(idleNanoseconds: idle.nanoseconds) }

    mutating func record(idleNanoseconds idle: Int64) {
        cached = nil
        let index = idle / binNanoseconds
        if index >= 0 && index < Int64(bins.count) {
            let count = Int(bins[Int(index)])
            sumOfSquares += 2 * count + 1
            bins[Int(index)] += 1
            samples += 1
        } else {
            outOfBounds += 1
        }
        if outOfBounds > 0 { remember(Double(idle) * 1e-9) }
    }

    private mutating func remember(_ seconds: Double) {
        if recent.count == 32 { recent.removeFirst() }
        recent.append(seconds)
    }

    /// As `windows`, worked out once for each idle time.
    mutating func windowsInNanoseconds() -> (preWarming: Int64, keepAlive: Int64) {
        if let cached { return cached }
        let windows = windows
        let result = (preWarming: windows.preWarming.nanoseconds, keepAlive: windows.keepAlive.nanoseconds)
        cached = result
        return result
    }

    package var windows: Windows {
        let total = samples + outOfBounds
        if total >= settings.minimumSamples && !recent.isEmpty
            && Double(outOfBounds) > settings.outOfBoundsShare * Double(total)
        {
            return forecast
        }
        guard samples >= settings.minimumSamples, variation >= settings.representativeVariation else {
            return Windows(preWarming: .zero, keepAlive: settings.range)
        }
        let bin = settings.bin.inSeconds
        let head = Double(percentile(settings.head)) * bin * (1 - settings.margin)
        let tail = Double(percentile(settings.tail) + 1) * bin * (1 + settings.margin)
        return Windows(preWarming: .seconds(head), keepAlive: .seconds(tail - head))
    }

    /// The coefficient of variation of the bins' counts.
    private var variation: Double {
        let mean = Double(samples) / Double(bins.count)
        let variance = Double(sumOfSquares) / Double(bins.count) - mean * mean
        return mean > 0 ? max(0, variance).squareRoot() / mean : 0
    }

    /// The bin that the given share of the idle times lies in or below.
    private func percentile(_ share: Double) -> Int {
        let rank = max(1, Int((share * Double(samples)).rounded(.up)))
        var seen = 0
        return bins.withUnsafeBufferPointer { bins in
            for index in bins.indices {
                seen += Int(bins[index])
                if seen >= rank { return index }
            }
            return bins.count - 1
        }
    }

    /// The next idle time by an autoregression on the one before, which is ARIMA (1, 0, 0): the paper lets a search
    /// choose the orders.
    private var forecast: Windows {
        let mean = recent.reduce(0, +) / Double(recent.count)
        var (covariance, variance) = (0.0, 0.0)
        for (index, value) in recent.enumerated() {
            variance += (value - mean) * (value - mean)
            if index > 0 { covariance += (value - mean) * (recent[index - 1] - mean) }
        }
        let slope = variance > 0 ? covariance / variance : 0
        let next = max(0, mean + slope * ((recent.last ?? mean) - mean))
        return Windows(
            preWarming: .seconds(next * (1 - settings.forecastMargin)),
            keepAlive: .seconds(2 * next * settings.forecastMargin)
        )
    }
}
