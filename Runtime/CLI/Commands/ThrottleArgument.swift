import ArgumentParser
import Template

/// `10000,5000`: requests a second, and requests at once.
struct ThrottleArgument: ExpressibleByArgument {
    var throttle: Application.Throttle

    init?(argument: String) {
        let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 2, let rate = Double(parts[0]), rate >= 0, rate.isFinite, let burst = Int(parts[1]),
            burst >= 0
        else { return nil }
        throttle = Application.Throttle(rate: rate, burst: burst)
    }
}
