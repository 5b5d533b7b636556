import JSON
import Time
import Wire

/// A version or alias whose provisioned concurrency is scaled.
package struct ScaledFunction: Sendable, Hashable {
    package let region: String
    package let name: String
    package let qualifier: String
}

/// Lambda, as far as Application Auto Scaling needs it. Completions come once each, on whatever thread.
package protocol FunctionScaler: Sendable {
    /// Whether there is such a version or alias.
    func isThere(_ function: ScaledFunction) -> Bool

    /// How much provisioned concurrency is asked for now; 0 is none.
    func requested(_ function: ScaledFunction) -> Int

    /// Asks for another number. Completes with what was refused.
    func provision(_ function: ScaledFunction, _ count: Int, completion: @escaping @Sendable (AWSError?) -> Void)

    /// Whether what was asked for is there.
    func progress(of function: ScaledFunction, completion: @escaping @Sendable (ScalingProgress) -> Void)

    /// The most invocations at once since this was last asked, those among them for which there was no provisioned
    /// concurrency left.
    func takeDemand(_ function: ScaledFunction, completion: @escaping @Sendable (Int) -> Void)
}

/// How far a change has come.
package enum ScalingProgress: Sendable, Hashable {
    case underWay, done
    case failed(String)
}

/// CloudWatch, as far as policies need it that have metrics of their own.
package protocol MetricReader: Sendable {
    /// Refuses what are not queries of `GetMetricData`, or are none that one value comes from.
    func check(_ queries: JSON) throws(AWSError)

    /// The latest value between two moments of the one query that is returned; `nil` where there is none.
    func latestValue(
        of queries: JSON,
        from start: Timestamp,
        to end: Timestamp,
        completion: @escaping @Sendable (Double?) -> Void
    )
}

/// There is no CloudWatch.
package struct NoMetricReader: MetricReader {
    package init() {}

    package func check(_ queries: JSON) throws(AWSError) {}

    package func latestValue(
        of queries: JSON,
        from start: Timestamp,
        to end: Timestamp,
        completion: @escaping @Sendable (Double?) -> Void
    ) { completion(nil) }
}
