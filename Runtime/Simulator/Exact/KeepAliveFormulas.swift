import ColdStart

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Closed forms for one function under a fixed keep-alive. Times in seconds, rates a second.
package enum KeepAliveFormulas {
    /// Poisson arrivals at an instant service.
    package static func instantService(
        rate: Double,
        keepAlive: Double
    ) -> (coldStart: Double, environments: Double, life: Double) {
        (exp(-rate * keepAlive), -expm1(-rate * keepAlive), expm1(rate * keepAlive) / rate)
    }

    /// Poisson arrivals at a function that runs one at a time and loses the others, for any law of service.
    package static func single(
        rate: Double,
        warm: Double,
        cold: Double,
        keepAlive: Double
    ) -> (coldStart: Double, throttle: Double, environments: Double, acceptedRate: Double) {
        let missed = exp(-rate * keepAlive)
        let service = missed * cold + (1 - missed) * warm
        let throttle = rate * service / (1 + rate * service)
        let environments = (service + (1 - missed) / rate) / (service + 1 / rate)
        return (missed, throttle, environments, rate * (1 - throttle))
    }

    /// Gaussian gaps that are longer than the service: a cold start follows a warm one, a cold one, and in all.
    package static func gaussianGaps(
        mean: Double,
        deviation: Double,
        warm: Double,
        cold: Double,
        keepAlive: Double
    ) -> (coldStart: Double, afterWarm: Double, afterCold: Double) {
        let afterWarm = Distribution.standardNormal(below: -(keepAlive + warm - mean) / deviation)
        let afterCold = Distribution.standardNormal(below: -(keepAlive + cold - mean) / deviation)
        return (afterWarm / (1 + afterWarm - afterCold), afterWarm, afterCold)
    }
}
