import ApplicationAutoScaling
import JSON
import Lambda
import Metrics
import Time
import Wire

/// The functions of all regions, as Application Auto Scaling scales them.
struct LambdaScaler: FunctionScaler {
    let regions: LambdaRegions

    func isThere(_ function: ScaledFunction) -> Bool {
        regions[function.region].api.canProvision(function.name, function.qualifier)
    }

    func requested(_ function: ScaledFunction) -> Int {
        regions[function.region].api.requestedConcurrency(function.name, function.qualifier)
    }

    func provision(_ function: ScaledFunction, _ count: Int, completion: @escaping @Sendable (AWSError?) -> Void) {
        regions[function.region].api.provision(count, function.name, function.qualifier, completion: completion)
    }

    func progress(of function: ScaledFunction, completion: @escaping @Sendable (ScalingProgress) -> Void) {
        regions[function.region].api.provisioningProgress(function.name, function.qualifier) { progress in
            switch progress {
            case .underWay: completion(.underWay)
            case .done: completion(.done)
            case .failed(let reason): completion(.failed(reason))
            }
        }
    }

    func takeDemand(_ function: ScaledFunction, completion: @escaping @Sendable (Int) -> Void) {
        regions[function.region].api.takeDemand(function.name, function.qualifier, completion: completion)
    }
}

/// The local CloudWatch, as policies with metrics of their own read it.
struct MetricValues: MetricReader {
    let metrics: Metrics

    func check(_ queries: JSON) throws(AWSError) { try metrics.check(queries) }

    func latestValue(
        of queries: JSON,
        from start: Timestamp,
        to end: Timestamp,
        completion: @escaping @Sendable (Double?) -> Void
    ) {
        metrics.latestValue(of: queries, from: start, to: end, completion: completion)
    }
}
